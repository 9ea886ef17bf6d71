import { describe, expect, it } from 'vitest'

import type { TargetStanding } from '@/api/models'

import { moved } from './movement'

type Stood = NonNullable<TargetStanding['before']>

const target = (id: string, now: Stood, before: Stood | null, direction: 'up' | 'down' = 'up') =>
  ({ id, direction, before, ...now }) as TargetStanding

const stood = (value: number | null, status: Stood['status'], units_reported = 1): Stood => ({ value, status, units_reported })

describe('what moved', () => {
  it('is nothing where nothing was kept or all is as it was', () => {
    expect(moved([target('a', stood(1, 'met'), null), target('b', stood(1, 'met'), stood(1, 'met'))])).toEqual([])
  })

  it('begins with what stands worse, then what stands better, then by how much', () => {
    const found = moved([
      target('little', stood(51, 'at_risk'), stood(50, 'at_risk')),
      target('much', stood(60, 'at_risk'), stood(50, 'at_risk')),
      target('better', stood(80, 'met'), stood(79, 'on_track')),
      target('worse', stood(40, 'behind'), stood(41, 'at_risk')),
      target('told', stood(null, 'no_data', 3), stood(null, 'no_data', 1)),
    ])
    expect(found.map(({ target: { id } }) => id)).toEqual(['worse', 'better', 'much', 'little', 'told'])
  })

  it('is better where it moved the way that is wanted', () => {
    const found = moved([
      target('up', stood(2, 'met'), stood(1, 'met')),
      target('down', stood(4, 'met'), stood(1, 'met'), 'down'),
      target('new', stood(4, 'met'), stood(null, 'no_data', 0)),
    ])
    const words = Object.fromEntries(found.map(({ target: { id }, better, by, told }) => [id, [better, by, told]]))
    expect(words).toEqual({ up: [true, 1, 0], down: [false, 3, 0], new: [undefined, null, 1] })
  })
})
