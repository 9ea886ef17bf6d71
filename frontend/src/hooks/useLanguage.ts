import { useTranslation } from 'react-i18next'

import type { Language } from '@/lib/i18n'

/** The language on screen now; the component is drawn again when it changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'vi'
}
