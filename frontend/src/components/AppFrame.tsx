import { IconDots, IconLogout, IconWifiOff } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useOnline } from '@/hooks/useOnline'

import classes from './AppFrame.module.css'
import { LanguageSwitch } from './LanguageSwitch'
import { Logo } from './Logo'
import { SchemeSwitch } from './SchemeSwitch'

interface AppFrameProps {
  /** The body that the reader acts for; empty until it is known. */
  organisation: ReactNode
  /** A link to what the reader was told. */
  bell: ReactNode
  /** A link to the reader's own account. */
  account: ReactNode
  /** Links to the parts of the product; null where none is open. */
  navigation: ReactNode
  onSignOut: () => void
  children: ReactNode
}

/** What stands around every page once somebody is signed in. */
export function AppFrame(props: AppFrameProps) {
  const { organisation, bell, account, navigation, onSignOut, children } = props
  const { t } = useTranslation()
  return (
    <div className={classes.frame} data-alone={navigation === null || undefined}>
      <SkipLink />
      <header className={classes.bar}>
        <div className={classes.brand}>
          <Logo />
          <span className={classes.product}>{t('product.name')}</span>
        </div>
        <div className={classes.organisation}>{organisation}</div>
        <div className={classes.tools}>
          <LanguageSwitch />
          <SchemeSwitch />
          <div className={classes.bell}>{bell}</div>
          {account}
          <button
            type="button"
            className={classes.signOut}
            aria-label={t('action.signOut')}
            title={t('action.signOut')}
            onClick={onSignOut}
          >
            <IconLogout size={20} aria-hidden="true" />
          </button>
        </div>
      </header>
      {navigation !== null && (
        <nav className={classes.rail} aria-label={t('nav.label')}>
          {navigation}
        </nav>
      )}
      <main id="main" className={classes.main} tabIndex={-1}>
        <OfflineNotice />
        {children}
      </main>
    </div>
  )
}

/** Parts of the product that a phone has no room for: there they fold away, elsewhere they stand with the others. */
export function MoreParts({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') close()
  }
  return (
    <>
      <button
        type="button"
        className={classes.toggle}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        onKeyDown={onKeyDown}
      >
        <IconDots size={20} aria-hidden="true" />
        {t('nav.more')}
      </button>
      {/* Following a link, by whatever means, closes what it stood in. */}
      <div
        id={id}
        role="presentation"
        className={classes.more}
        data-open={open || undefined}
        onClick={close}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </>
  )
}

function SkipLink() {
  const { t } = useTranslation()
  return (
    <a href="#main" className={classes.skip}>
      {t('nav.skip')}
    </a>
  )
}

function OfflineNotice() {
  const { t } = useTranslation()
  const online = useOnline()
  return (
    <div role="status">
      {!online && (
        <p className={classes.offline}>
          <IconWifiOff size={18} aria-hidden="true" />
          {t('state.offline')}
        </p>
      )}
    </div>
  )
}
