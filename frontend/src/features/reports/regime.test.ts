import { describe, expect, it } from 'vitest'

import type { Regime } from '@/api/models'

import { begin, toRule, withDue } from './regime'

const before = { cadence: 'quarter', way: 'before', day: '5', month: '3', after: '5' } as const

describe('the day a coordinator sets', () => {
  it('begins with the last month of the period', () => {
    expect(begin({ cadence: 'half_year' })).toMatchObject({ cadence: 'half_year', month: '6' })
    expect(begin({ cadence: null })).toMatchObject({ cadence: 'quarter', month: '3' })
  })

  it('becomes a rule', () => {
    expect(toRule(before)).toMatchObject({ kind: 'recurring', every: 'quarter', day: 5, month_of_period: 3 })
    expect(toRule({ ...before, cadence: 'month' })).toMatchObject({ every: 'month', month_of_period: null })
    expect(toRule({ ...before, way: 'after' })).toEqual({ kind: 'offset', days: 5 })
  })

  it('is no rule while something is missing', () => {
    expect(toRule({ ...before, day: '32' })).toBeNull()
    expect(toRule({ ...before, month: '' })).toBeNull()
    expect(toRule({ ...before, way: 'after', after: 'x' })).toBeNull()
  })

  it('is that of the first step; the parties stay', () => {
    const unit = { id: 'office', code: 'hp-vp', name: 'Văn phòng' }
    const step = {
      who: [{ unit, audience: null, printed_name: 'Văn phòng Sở' }],
      to: [],
      due: null,
      due_text: 'Hàng quý',
      cutoff: null,
      outline: [],
    }
    const [first, second] = withDue({ steps: [step, step] } as unknown as Regime, { kind: 'offset', days: 3 })
    expect(first).toMatchObject({ due: { days: 3 }, due_text: 'Hàng quý', who: [{ unit: 'office', audience: null }] })
    expect(second?.due).toBeNull()
  })
})
