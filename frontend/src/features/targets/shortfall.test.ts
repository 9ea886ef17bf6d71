import { describe, expect, it } from 'vitest'

import { makeResult } from '@/test/fixtures'

import { shortfalls } from './shortfall'

const at = (name: string, numerator: number | null, denominator: number | null) =>
  makeResult({ unit: { id: name, code: name, name }, numerator, denominator })
const names = (found: ReturnType<typeof shortfalls>) => found.map(({ result, missing }) => [result.unit.name, missing])

describe('who holds a target back', () => {
  it('is where most is missing, not where the percentage is lowest', () => {
    expect(names(shortfalls([at('small', 0, 3), at('large', 800, 1000), at('done', 95, 100)], '%'))).toEqual([
      ['large', 100],
      ['small', 3],
    ])
  })

  it('is nobody where there is no share of a whole, or less is better', () => {
    expect(shortfalls([at('count', null, null)], '%')).toEqual([])
    expect(shortfalls([at('large', 1, 1000)], 'trường')).toEqual([])
    const ceiling = makeResult().target
    expect(shortfalls([makeResult({ target: ceiling && { ...ceiling, comparator: 'le' } })], '%')).toEqual([])
    expect(shortfalls([makeResult({ target: null })], '%')).toEqual([])
  })

  it('names five at most', () => {
    expect(shortfalls(Array.from({ length: 9 }, (_, n) => at(`${n}`, n, 100)), '%')).toHaveLength(5)
  })
})
