/** Who holds a target back: pure. */
import type { Result } from '@/api/models'

export interface Shortfall {
  result: Result
  /** What is missing to the target, in the numerator’s own count: records, teachers, schools. */
  missing: number
}

const FLOORS = new Set(['ge', 'gt', 'eq'])
const SHOWN = 5

/**
 * The units most is missing at, the largest part first: not the lowest percentage, which may be three pupils. Only where
 * the target is a percentage to be reached; of a plain number nobody has a share.
 */
export function shortfalls(of: readonly Result[], unitOfMeasure: string): Shortfall[] {
  if (unitOfMeasure !== '%') return []
  return of
    .flatMap((result) => {
      const { numerator, denominator, target } = result
      if (numerator === null || denominator === null || target === null || !FLOORS.has(target.comparator)) return []
      return [{ result, missing: Math.ceil((denominator * target.value) / 100 - numerator - 1e-9) }]
    })
    .filter(({ missing }) => missing > 0)
    .sort((one, other) => other.missing - one.missing)
    .slice(0, SHOWN)
}
