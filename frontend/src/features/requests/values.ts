import type { AskedColumn, DataAnswer } from '@/api/models'
import { formatDate, formatNumber } from '@/lib/format'

type Language = Parameters<typeof formatNumber>[1]
type Value = NonNullable<DataAnswer['values']>[string]

/** What was answered, as it is typed: a number in the reader's writing, all else as it is. */
export function typedValue(value: Value, language: Language): boolean | string | null {
  return typeof value === 'number' ? formatNumber(value, language) : value
}

/** What was answered, as one reads it. */
export function saidValue(value: Value, { kind }: Pick<AskedColumn, 'kind'>, language: Language, words: [yes: string, no: string]): string {
  if (value === null) return '–'
  if (typeof value === 'boolean') return words[value ? 0 : 1]
  if (typeof value === 'number') return formatNumber(value, language)
  return kind === 'date' ? formatDate(value, language) : value
}
