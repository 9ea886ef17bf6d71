import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/hooks/useLanguage'
import { LANGUAGES, switchLanguage } from '@/lib/i18n'

import classes from './Switches.module.css'

/** Each language is named in itself, so that its readers find it. */
export function LanguageSwitch() {
  const { t } = useTranslation()
  const current = useLanguage()
  return (
    <div className={classes.switch} role="group" aria-label={t('language.label')}>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === current}
          aria-label={t(`language.name.${language}`)}
          onClick={() => void switchLanguage(language)}
        >
          {t(`language.short.${language}`)}
        </button>
      ))}
    </div>
  )
}
