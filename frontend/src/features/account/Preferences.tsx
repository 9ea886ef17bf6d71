import { useMantineColorScheme } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/hooks/useLanguage'
import { LANGUAGES, switchLanguage } from '@/lib/i18n'

import classes from './AccountPage.module.css'

const SCHEMES = ['auto', 'light', 'dark'] as const

export function Preferences() {
  const { t } = useTranslation()
  const language = useLanguage()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <>
      <Choices
        legend={t('language.label')}
        name="language"
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: t(`language.full.${value}`) }))}
        onChange={(value) => void switchLanguage(value)}
      />
      <Choices
        legend={t('scheme.label')}
        name="scheme"
        value={colorScheme}
        options={SCHEMES.map((value) => ({ value, label: t(`scheme.${value}`) }))}
        onChange={setColorScheme}
      />
    </>
  )
}

interface ChoicesProps<T extends string> {
  legend: string
  name: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

function Choices<T extends string>({ legend, name, value, options, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className={classes.choices}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
