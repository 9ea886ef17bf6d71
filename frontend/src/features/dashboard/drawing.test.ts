import { describe, expect, it } from 'vitest'

import { drawing } from './drawing'

describe('a year as lines', () => {
  it('is nothing where nobody told anything', () => {
    expect(drawing([{ value: null, last_year: 50 }], 95, 120, 32)).toBeNull()
  })

  it('runs from the lowest to the highest figure, what is wanted among them', () => {
    const drawn = drawing(
      [
        { value: 0, last_year: null },
        { value: null, last_year: null },
        { value: 50, last_year: 100 },
      ],
      100,
      108,
      28,
    )
    expect(drawn).toEqual({ now: '4,24 104,14', before: '104,4', last: { x: 104, y: 14 }, goal: 4 })
  })

  it('is a point where there is one figure', () => {
    expect(drawing([{ value: 7, last_year: null }], null, 108, 28)).toEqual({
      now: '4,24',
      before: '',
      last: { x: 4, y: 24 },
      goal: null,
    })
  })
})
