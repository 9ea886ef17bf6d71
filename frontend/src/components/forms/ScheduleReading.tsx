import { IconAlertTriangle, IconCalendarCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Schedule } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'
import { useTermWords } from '@/hooks/useTermWords'
import { useWarningWords } from '@/hooks/useWarningWords'

import classes from './ScheduleReading.module.css'

/** How many times falling due are named before the rest is only counted. */
const NAMED = 4
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** In a line or two: what a deadline was taken to mean, when it falls due, and what to mind. */
export function ScheduleReading({ schedule }: { schedule: Pick<Schedule, 'terms' | 'occurrences' | 'warnings'> }) {
  const { t } = useTranslation()
  const words = useTermWords()
  const warning = useWarningWords()
  const { terms, warnings } = schedule
  return (
    <div className={classes.reading}>
      <p className={classes.terms}>
        <IconCalendarCheck size={16} aria-hidden="true" />
        <span>{terms.length > 0 ? terms.map(words).join('; ') : t('schedule.notUnderstood')}</span>
      </p>
      <Due occurrences={schedule.occurrences} />
      {warnings.map((code) => (
        <p key={code} className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{warning(code)}</span>
        </p>
      ))}
    </div>
  )
}

function Due({ occurrences }: Pick<Schedule, 'occurrences'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  if (occurrences.length === 0) return null
  const named = occurrences.slice(0, NAMED).map(({ label, due_at: due }) => {
    const name = DAY.test(label) ? t('schedule.day', { date: format.date(label) }) : period(label)
    return t('schedule.dueBy', { name, at: format.date(due) })
  })
  const rest = occurrences.length - named.length
  return (
    <p className={classes.due}>
      {t('schedule.occurrences', { count: occurrences.length })}: {named.join('; ')}
      {rest > 0 && t('schedule.andMore', { count: rest })}
    </p>
  )
}
