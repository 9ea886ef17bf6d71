/** The words for a period of the reporting calendar: `2026-Q1` is “Quý I/2026”. */

export type PeriodWords =
  | { key: 'month'; values: { month: number; year: string } }
  | { key: 'quarter' | 'halfYear'; values: { number: string; year: string } }
  | { key: 'year' | 'schoolYear'; values: { year: string } }
  | { key: 'semester'; values: { number: string; year: string } }

const ROMAN = ['I', 'II', 'III', 'IV'] as const

const roman = (digit: string | undefined) => ROMAN[Number(digit) - 1] ?? ''

const FORMS: readonly [RegExp, (parts: string[]) => PeriodWords][] = [
  [/^(\d{4}-\d{4})-S([12])$/, ([year = '', n]) => ({ key: 'semester', values: { number: roman(n), year } })],
  [/^(\d{4}-\d{4})$/, ([year = '']) => ({ key: 'schoolYear', values: { year } })],
  [/^(\d{4})-(0[1-9]|1[0-2])$/, ([year = '', m]) => ({ key: 'month', values: { month: Number(m), year } })],
  [/^(\d{4})-Q([1-4])$/, ([year = '', n]) => ({ key: 'quarter', values: { number: roman(n), year } })],
  [/^(\d{4})-H([12])$/, ([year = '', n]) => ({ key: 'halfYear', values: { number: roman(n), year } })],
  [/^(\d{4})$/, ([year = '']) => ({ key: 'year', values: { year } })],
]

/** The parts of a period's label; null for text that is no period. */
export function readPeriod(period: string): PeriodWords | null {
  for (const [form, words] of FORMS) {
    const match = form.exec(period)
    if (match) return words(match.slice(1))
  }
  return null
}
