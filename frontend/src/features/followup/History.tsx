import { IconPencilShare } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { ClarificationDetail, DifficultyDetail } from '@/api/models'
import { Mark } from '@/components/Mark'
import { useFormat } from '@/hooks/useFormat'

import classes from './Followup.module.css'

type Happened = DifficultyDetail['history'][number] | ClarificationDetail['history'][number]

/** What happened to a record, the oldest first: every answer stands as it was given. */
export function History({ history }: { history: readonly Happened[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <ol className={classes.history} aria-label={t('followup.history')}>
      {history.map(({ at, by, act, on_behalf: onBehalf, text }) => (
        <li key={`${at}-${act}`} data-act={act}>
          <div className={classes.happened}>
            <strong>{t(`followup.act.${act}`)}</strong>
            <span>{by}</span>
            <span>{format.dateTime(at)}</span>
            {onBehalf && (
              <Mark tone="accent" icon={<IconPencilShare />}>
                {t('work.notes.onBehalf')}
              </Mark>
            )}
          </div>
          {text && <p className={classes.said}>{text}</p>}
        </li>
      ))}
    </ol>
  )
}
