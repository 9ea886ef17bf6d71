import { describe, expect, it } from 'vitest'

import { makeJudged, makeResult } from '@/test/fixtures'

import { shortfalls } from './shortfall'

const at = (name: string, numerator: number | null, denominator: number | null, comparator: 'ge' | 'le' = 'ge') => {
  const judged = makeJudged({ numerator, denominator })
  const targets = [makeJudged({ target: { ...judged.target, id: 'other' } }), judged]
  judged.target = { ...judged.target, comparator }
  return makeResult({ unit: { id: name, code: name, name }, targets })
}
const named = (...found: Parameters<typeof shortfalls>) =>
  shortfalls(...found).map(({ unit, missing }) => [unit.name, missing])

describe('who holds a target back', () => {
  it('is where most is missing, not where the percentage is lowest', () => {
    const all = [at('small', 0, 3), at('large', 800, 1000), at('done', 95, 100)]
    expect(named(all, 'target-1', '%')).toEqual([
      ['large', 100],
      ['small', 3],
    ])
  })

  it('is nobody where there is no share of a whole, less is better, or nobody is in the audience', () => {
    expect(named([at('count', null, null)], 'target-1', '%')).toEqual([])
    expect(named([at('large', 1, 1000)], 'target-1', 'trường')).toEqual([])
    expect(named([at('large', 1, 1000, 'le')], 'target-1', '%')).toEqual([])
    expect(named([makeResult({ targets: [] })], 'target-1', '%')).toEqual([])
  })

  it('names five at most', () => {
    expect(named(Array.from({ length: 9 }, (_, n) => at(`${n}`, n, 100)), 'target-1', '%')).toHaveLength(5)
  })
})
