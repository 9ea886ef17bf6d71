import { useTranslation } from 'react-i18next'

import classes from './Engagements.module.css'
import { type Level, LEVELS } from './lines'

interface LevelChoiceProps {
  levels: readonly Level[]
  audience: string
  onChange: (levels: Level[]) => void
}

/** Narrows an audience to schools of some levels; none chosen are all. */
export function LevelChoice({ levels, audience, onChange }: LevelChoiceProps) {
  const { t } = useTranslation()
  const chosen = levels.map((level) => t(`unit.level.${level}`)).join(', ')
  return (
    <details className={classes.levels}>
      <summary>{chosen || t('engagement.allLevels')}</summary>
      <fieldset>
        <legend className={classes.legend}>{t('engagement.levelsOf', { audience })}</legend>
        {LEVELS.map((level) => (
          <label key={level}>
            <input
              type="checkbox"
              checked={levels.includes(level)}
              onChange={(event) =>
                onChange(LEVELS.filter((each) => (each === level ? event.currentTarget.checked : levels.includes(each))))
              }
            />
            {t(`unit.level.${level}`)}
          </label>
        ))}
      </fieldset>
    </details>
  )
}
