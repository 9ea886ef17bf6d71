/** Dates, times and numbers as people of each language write them. The clock is Vietnam's. */
import type { Language } from './i18n'

const TIME_ZONE = 'Asia/Ho_Chi_Minh'
const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' }
const DAY = 86_400_000

export type DateInput = string | Date

/** A bare date has no time zone; read as UTC noon it is the same day everywhere. */
function toInstant(value: DateInput): Date {
  if (value instanceof Date) return value
  return new Date(value.length === 10 ? `${value}T12:00:00Z` : value)
}

const dateFormats: Record<Language, Intl.DateTimeFormat> = {
  vi: new Intl.DateTimeFormat(LOCALES.vi, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: TIME_ZONE,
  }),
  en: new Intl.DateTimeFormat(LOCALES.en, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: TIME_ZONE,
  }),
}

const timeFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  timeZone: TIME_ZONE,
})

const isoFormat = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE })

/** `31/03/2026`, or `31 Mar 2026`. */
export function formatDate(value: DateInput, language: Language): string {
  return dateFormats[language].format(toInstant(value))
}

/** `23:59 31/03/2026`, or `31 Mar 2026, 23:59`, at Vietnam's clock. */
export function formatDateTime(value: DateInput, language: Language): string {
  const date = formatDate(value, language)
  const time = timeFormat.format(toInstant(value))
  return language === 'vi' ? `${time} ${date}` : `${date}, ${time}`
}

/** `1.200,5`, or `1,200.5`. */
export function formatNumber(value: number, language: Language): string {
  return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 4 }).format(value)
}

/** The Vietnamese calendar day of an instant, as `YYYY-MM-DD`. */
export function vietnamDay(value: DateInput): string {
  return isoFormat.format(toInstant(value))
}

/** The last instant of a Vietnamese day. */
export const endOfDay = (day: string): Date => new Date(`${day}T16:59:59Z`)

/** The day before a day, both `YYYY-MM-DD`. */
export function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY).toISOString().slice(0, 10)
}

/** Whole Vietnamese days from today to the due day: negative once it is past. */
export function daysUntil(due: DateInput, now: Date): number {
  const midnight = (day: string) => Date.parse(`${day}T00:00:00Z`)
  return (midnight(vietnamDay(due)) - midnight(vietnamDay(now))) / DAY
}
