/** Who holds a target back: pure. */
import type { JudgedTarget, Result } from '@/api/models'

export interface Shortfall {
  unit: Result['unit']
  /** What the unit makes of the target. */
  part: JudgedTarget
  /** What is missing to the target, in the numerator’s own count: records, teachers, schools. */
  missing: number
}

const FLOORS = new Set(['ge', 'gt', 'eq'])
const SHOWN = 5

/**
 * The units most is missing at, the largest part first: not the lowest percentage, which may be three pupils. Only where
 * the target is a percentage to be reached; of a plain number nobody has a share.
 */
export function shortfalls(of: readonly Result[], targetId: string, unitOfMeasure: string): Shortfall[] {
  if (unitOfMeasure !== '%') return []
  return of
    .flatMap(({ unit, targets }) => {
      const part = targets.find(({ target }) => target.id === targetId)
      if (part === undefined || part.numerator === null || part.denominator === null) return []
      if (!FLOORS.has(part.target.comparator)) return []
      const missing = Math.ceil((part.denominator * part.target.value) / 100 - part.numerator - 1e-9)
      return [{ unit, part, missing }]
    })
    .filter(({ missing }) => missing > 0)
    .sort((one, other) => other.missing - one.missing)
    .slice(0, SHOWN)
}
