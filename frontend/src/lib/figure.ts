/** Reads the printed figure of a target as people write it: “≥95%”, “từ 90 - 100 %”, “1.200 lượt”. */
import type { Comparator } from '@/api/models'

export interface Figure {
  comparator: Comparator
  value: number
  max: number | null
}

/** `1.200,5` and `95,5`; null for what is no number. */
export function readNumber(text: string): number | null {
  const plain = text.trim().replace(/\.(?=\d{3}(\D|$))/g, '').replace(',', '.')
  return plain === '' || !/^-?\d+(\.\d+)?$/.test(plain) ? null : Number(plain)
}

const SIGNS: readonly [RegExp, Comparator][] = [
  [/^(≥|>=|từ(?=.*trở lên)|tối thiểu|ít nhất|không dưới)/i, 'ge'],
  [/^(≤|<=|tối đa|không quá)/i, 'le'],
  [/^(>|trên|hơn)/i, 'gt'],
  [/^(<|dưới)/i, 'lt'],
  [/^(tăng|giảm)/i, 'change'],
]

const NUMBER = String.raw`\d[\d.,]*`
const RANGE = new RegExp(`(${NUMBER})\\s*%?\\s*(?:-|–|đến)\\s*(${NUMBER})`)

/** What a printed figure says; null where it is not one plain figure, for a person to say. */
export function readFigure(text: string): Figure | null {
  const phrase = text.trim()
  const range = RANGE.exec(phrase)
  const numbers = phrase.match(new RegExp(NUMBER, 'g')) ?? []
  if (range) {
    const [low, high] = [readNumber(range[1] ?? ''), readNumber(range[2] ?? '')]
    return low === null || high === null || numbers.length > 2 ? null : { comparator: 'range', value: low, max: high }
  }
  const value = readNumber(numbers[0] ?? '')
  if (numbers.length !== 1 || value === null) return null
  const comparator = SIGNS.find(([sign]) => sign.test(phrase))?.[1] ?? 'eq'
  return { comparator, value, max: null }
}
