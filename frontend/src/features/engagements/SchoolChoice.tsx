import { useTranslation } from 'react-i18next'

import { Checks } from '@/components/forms/Checks'

import classes from './Engagements.module.css'
import { type Choice, LEVELS, OWNERSHIP } from './lines'

interface SchoolChoiceProps {
  choice: Choice
  audience: string
  onChange: (choice: Choice) => void
}

/** Names the schools that a choice is narrowed to; nothing where it is all of them. */
export function useSchoolWords() {
  const { t } = useTranslation()
  return ({ levels, ownership, area }: Choice): string =>
    [
      ...levels.map((level) => t(`unit.level.${level}`)),
      ...ownership.map((each) => t(`unit.ownership.${each}`)),
      ...area.map((each) => t(`unit.area.${each}`)),
    ].join(', ')
}

/** Narrows an audience to schools of some levels or owners; none chosen are all. */
export function SchoolChoice({ choice, audience, onChange }: SchoolChoiceProps) {
  const { t } = useTranslation()
  const words = useSchoolWords()
  return (
    <details className={classes.levels}>
      <summary>{words(choice) || t('engagement.allLevels')}</summary>
      <Checks
        quiet
        legend={t('engagement.levelsOf', { audience })}
        options={LEVELS.map((value) => ({ value, label: t(`unit.level.${value}`) }))}
        chosen={choice.levels}
        onChange={(levels) => onChange({ ...choice, levels })}
      />
      <Checks
        quiet
        legend={t('engagement.ownershipOf', { audience })}
        options={OWNERSHIP.map((value) => ({ value, label: t(`unit.ownership.${value}`) }))}
        chosen={choice.ownership}
        onChange={(ownership) => onChange({ ...choice, ownership })}
      />
    </details>
  )
}
