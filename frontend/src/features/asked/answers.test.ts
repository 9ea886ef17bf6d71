import { describe, expect, it } from 'vitest'

import { makeQuestion } from '@/test/fixtures'

import { asBefore, complaintOf, NOTHING, rowOf, typedOf } from './answers'

const own = makeQuestion({ source: 'reported', present: null })
const unit = { id: 'school', code: 'hp-1', name: 'Trường' }

describe('an answer', () => {
  it('begins with the count that is known', () => {
    expect(typedOf(own, undefined)).toEqual({ ...NOTHING, denominator: '45' })
    expect(typedOf(own, { typed: { numerator: '40', denominator: '44' }, version: 0 }).denominator).toBe('44')
  })

  it('can be that of the period before', () => {
    expect(asBefore(own)).toEqual({ said: 'given', typed: { numerator: '40', denominator: '45' } })
    const none = { answer: 'nothing_arose', numerator: null, denominator: null, value: null, yes: null } as const
    expect(asBefore({ ...own, last: none })).toEqual({ said: 'nothing_arose', typed: {} })
    expect(asBefore({ ...own, last: null })).toBeNull()
    const one = { ...none, answer: 'given', value: 1 } as const
    expect(asBefore({ ...own, answered_by: 'one_or_none', last: one })?.typed).toEqual({ yes: 'yes' })
  })

  it.each([
    [{ numerator: '46', denominator: '45' }, 'above'],
    [{ numerator: '1.200', denominator: '45' }, 'above'],
    [{ numerator: '0', denominator: '0' }, 'zero'],
    [{ numerator: 'bốn', denominator: '45' }, 'number'],
    [{ numerator: '42,5', denominator: '45' }, undefined],
    [{ numerator: '', denominator: '45' }, undefined],
  ])('of %j is complained of: %s', (typed, what) => {
    expect(complaintOf(own, { ...NOTHING, ...typed })?.what).toBe(what)
  })

  it('goes as a row over what was read', () => {
    const kept = { typed: { numerator: ' 42 ' }, said: 'given', version: 3 } as const
    const row = { indicator: 'indicator-1', unit: 'school', period: '2026-Q2', note: null, version: 3 }
    expect(rowOf(unit, own, kept)).toEqual({ ...row, answer: 'given', numerator: '42', denominator: '45' })
    expect(rowOf(unit, own, { ...kept, said: 'not_applicable' })).toEqual({ ...row, answer: 'not_applicable' })
    const yes = { ...kept, typed: { yes: 'yes' } } as const
    expect(rowOf(unit, { ...own, answered_by: 'yes_or_no' }, yes)).toEqual({ ...row, answer: 'given', yes: true })
    expect(rowOf(unit, { ...own, answered_by: 'one_or_none' }, yes)).toEqual({ ...row, answer: 'given', value: 1 })
  })
})
