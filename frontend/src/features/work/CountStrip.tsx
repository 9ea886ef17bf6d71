import { useTranslation } from 'react-i18next'

import type { WorkCount } from '@/api/models'
import classes from '@/components/CountStrip.module.css'
import { useFormat } from '@/hooks/useFormat'

const SHOWN = ['overdue', 'due_soon', 'not_started', 'in_progress', 'awaiting_confirmation', 'completed'] as const

/** How much work stands where, in one line of figures. */
export function CountStrip({ count }: { count: WorkCount }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <dl className={classes.strip} data-six>
      {SHOWN.map((name) => (
        <div key={name} data-name={name} data-some={count[name] > 0 || undefined}>
          <dt>{t(`work.count.${name}`)}</dt>
          <dd>{format.number(count[name])}</dd>
        </div>
      ))}
    </dl>
  )
}
