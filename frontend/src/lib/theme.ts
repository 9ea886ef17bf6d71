import { createTheme, localStorageColorSchemeManager } from '@mantine/core'

/** One accent, dark enough for text: white on shade 7, and shade 7 on paper, both pass AA. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: 7,
  colors: {
    ink: [
      '#eef4fa',
      '#dbe7f3',
      '#b6cfe7',
      '#8bb5dc',
      '#649bcc',
      '#4785bd',
      '#2f6daa',
      '#1b568f',
      '#164879',
      '#103861',
    ],
  },
  fontFamily: 'var(--font)',
  headings: { fontFamily: 'var(--font)', fontWeight: '650' },
  defaultRadius: 6,
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // A box opened while its page still scrolled was taken for out of sight, and its list stayed hidden for good.
    Popover: { defaultProps: { hideDetached: false } },
  },
})

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'lotrinh.scheme' })

/** The nonce the server put into this page; styles made at run time carry it. */
export function pageNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
