import { describe, expect, it } from 'vitest'

import { toSteps, toWords } from './steps'

describe('reminders in a form', () => {
  it('stand in the order they go out, and are sent as they were read', () => {
    const words = toWords([
      { days: 3, to: 'unit_above' },
      { days: -7, to: 'unit' },
      { days: 0, to: 'unit' },
    ])
    expect(words.map(({ when, days }) => [when, days])).toEqual([
      ['before', '7'],
      ['on', '1'],
      ['after', '3'],
    ])
    expect(toSteps(words).map(({ days }) => days)).toEqual([-7, 0, 3])
  })
})
