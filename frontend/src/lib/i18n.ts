import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

import vi from '@/locales/vi.json'

export const LANGUAGES = ['vi', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const STORAGE_KEY = 'lotrinh.language'
const NAMESPACE = 'translation'

export const i18n: I18n = i18next.createInstance()

function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'vi'
}

/** English is a separate file: most readers never need it. */
async function ensureLoaded(language: Language): Promise<void> {
  if (i18n.hasResourceBundle(language, NAMESPACE)) return
  const { default: en } = await import('@/locales/en.json')
  i18n.addResourceBundle('en', NAMESPACE, en)
}

/** Sets the language of the page and remembers it on this device. */
export async function switchLanguage(language: Language): Promise<void> {
  await ensureLoaded(language)
  await i18n.changeLanguage(language)
  localStorage.setItem(STORAGE_KEY, language)
  document.documentElement.lang = language
}

export async function startI18n(): Promise<void> {
  await i18n.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: false,
    resources: { vi: { [NAMESPACE]: vi } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const language = storedLanguage()
  if (language !== 'vi') await switchLanguage(language)
}
