import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Schedule } from '@/api/models'
import { Card } from '@/components/Card'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'
import { useTermWords } from '@/hooks/useTermWords'

import { type Occurrence, nextOccurrence } from './occurrences'
import classes from './ScheduleCard.module.css'
import { warningKey } from '@/lib/warnings'

interface ScheduleCardProps {
  schedule: Schedule
  /** When it is read; another time than now where the past is. */
  at?: Date | undefined
}

/** The printed phrase beside what the system took it to mean, and the dates that follow from it. */
export function ScheduleCard({ schedule, at }: ScheduleCardProps) {
  const { t } = useTranslation()
  return (
    <Card title={t('schedule.title')}>
      <div className={classes.beside}>
        <div>
          <p className={classes.label}>{t('schedule.printed')}</p>
          <blockquote className={classes.printed}>{schedule.text}</blockquote>
        </div>
        <div>
          <p className={classes.label}>{t('schedule.understood')}</p>
          <Terms schedule={schedule} />
        </div>
      </div>
      <Warnings codes={schedule.warnings} />
      <Occurrences occurrences={schedule.occurrences} now={at ?? new Date()} />
    </Card>
  )
}

function Terms({ schedule }: { schedule: Schedule }) {
  const { t } = useTranslation()
  const words = useTermWords()
  if (schedule.terms.length === 0) return <p>{t('schedule.notUnderstood')}</p>
  return (
    <ul className={classes.terms}>
      {schedule.terms.map((term, index) => (
        <li key={index}>{words(term)}</li>
      ))}
    </ul>
  )
}

function Warnings({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation()
  if (codes.length === 0) return null
  return (
    <ul className={classes.warnings}>
      {codes.map((code) => (
        <li key={code}>
          <IconAlertTriangle size={18} aria-hidden="true" />
          {t(`schedule.warning.${warningKey(code)}`, { code })}
        </li>
      ))}
    </ul>
  )
}

/** The road of a task: one stop for each time it falls due. */
function Occurrences({ occurrences, now }: { occurrences: Occurrence[]; now: Date }) {
  const { t } = useTranslation()
  const next = nextOccurrence(occurrences, now)
  if (occurrences.length === 0) return <p className={classes.none}>{t('schedule.noOccurrences')}</p>
  return (
    <>
      <h3 className={classes.subtitle}>{t('schedule.occurrences', { count: occurrences.length })}</h3>
      <ol className={classes.road}>
        {occurrences.map((occurrence) => (
          <Stop key={occurrence.label} occurrence={occurrence} place={placeOf(occurrence, next, now)} />
        ))}
      </ol>
    </>
  )
}

type Place = 'past' | 'next' | 'ahead'

function placeOf(occurrence: Occurrence, next: Occurrence | null, now: Date): Place {
  if (occurrence === next) return 'next'
  return Date.parse(occurrence.due_at) < now.getTime() ? 'past' : 'ahead'
}

function Stop({ occurrence, place }: { occurrence: Occurrence; place: Place }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const { label, due_at } = occurrence
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(label)
  return (
    <li data-place={place}>
      <span className={classes.stop}>
        {isDay ? t('schedule.day', { date: format.date(label) }) : period(label)}
        {place === 'next' && <span className={classes.next}>{t('schedule.next')}</span>}
      </span>
      <span className={classes.when}>{t('schedule.by', { at: format.dateTime(due_at) })}</span>
    </li>
  )
}
