import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import type { ScheduleTerm } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

interface Words {
  t: TFunction
  date: (value: string) => string
  period: (value: string) => string
}

type TermOf<Kind extends ScheduleTerm['kind']> = Extract<ScheduleTerm, { kind: Kind }>

/** Says in words how one part of a printed deadline was understood. */
export function useTermWords(): (term: ScheduleTerm) => string {
  const { t } = useTranslation()
  const { date } = useFormat()
  const period = usePeriod()
  return (term) => {
    const words = describe(term, { t, date, period })
    return term.tentative ? t('schedule.tentative', { words }) : words
  }
}

function describe(term: ScheduleTerm, words: Words): string {
  const { t, date, period } = words
  switch (term.kind) {
    case 'date':
      return t(`schedule.term.date.${term.bound}`, { date: date(term.on) })
    case 'span':
      return describeSpan(term, words)
    case 'period':
      return t('schedule.term.period', { period: period(term.period) })
    case 'recurring':
      return describeRecurring(term, t)
    case 'continuous':
      return describeContinuous(term, words)
    default:
      return describeOpen(term, t)
  }
}

function describeSpan({ start, end }: TermOf<'span'>, { t, date }: Words): string {
  if (start === null) return t('schedule.term.until', { end: date(end) })
  return t('schedule.term.span', { start: date(start), end: date(end) })
}

function describeContinuous({ start, end }: TermOf<'continuous'>, { t, date }: Words): string {
  if (start && end) return t('schedule.term.continuousSpan', { start: date(start), end: date(end) })
  if (end) return t('schedule.term.continuousUntil', { end: date(end) })
  if (start) return t('schedule.term.continuousFrom', { start: date(start) })
  return t('schedule.term.continuous')
}

/** Months in the periods a recurrence can follow; the school year runs from September to May. */
const MONTHS = { month: 1, quarter: 3, half_year: 6, year: 12, school_year: 9 } as const

function describeRecurring(term: TermOf<'recurring'>, t: TFunction): string {
  const every = t(`schedule.every.${term.every}`)
  if (term.day === null && term.month_of_period === null) return every
  const month = describeMonth(term, t)
  if (term.day === null) return t('schedule.term.recurring.month', { every, month })
  return t(`schedule.term.recurring.${term.bound}`, { every, day: term.day, month }).trim()
}

function describeMonth({ every, month_of_period: month }: TermOf<'recurring'>, t: TFunction): string {
  const length = MONTHS[every]
  if (month === null || length === 1) return ''
  if (month > length) return t('schedule.monthOf.next', { number: month - length })
  if (month === length) return t('schedule.monthOf.last')
  return month === 1 ? t('schedule.monthOf.first') : t('schedule.monthOf.nth', { number: month })
}

function describeOpen(term: TermOf<'as_regulated' | 'as_directed' | 'ad_hoc'>, t: TFunction): string {
  const words = t(`schedule.term.${term.kind}`)
  // “Thực hiện theo quy định” names no source beyond its own words.
  const named = term.source !== null && !words.toLowerCase().includes(term.source.toLowerCase())
  return named ? t('schedule.sourced', { words, source: term.source }) : words
}
