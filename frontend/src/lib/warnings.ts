/** The warnings of a parsed schedule that have words of their own. */
const KNOWN = [
  'year_misprint',
  'word_misprint',
  'year_assumed',
  'before_plan',
  'year_outside_plan',
  'impossible_date',
  'reversed_span',
  'undated',
  'not_understood',
] as const

export type WarningKey = (typeof KNOWN)[number] | 'other'

export function warningKey(code: string): WarningKey {
  return KNOWN.find((known) => known === code) ?? 'other'
}
