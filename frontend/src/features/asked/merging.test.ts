import { describe, expect, it } from 'vitest'

import { makeQuestion } from '@/test/fixtures'

import type { Kept } from './answers'
import { mergeKept } from './merging'

const KEY = 'indicator-1.2026-Q2'
const told = makeQuestion()
const own = makeQuestion({ source: 'reported', present: told.present && { ...told.present, confirmation: null } })

const after = (kept: Kept, question = own) => mergeKept([question], { [KEY]: kept })[KEY]

describe('what is kept here, once the questions are read again', () => {
  it('stays where nothing changed meanwhile', () => {
    const kept = { [KEY]: { typed: { numerator: '40' }, said: 'given', version: 1 } as const }
    expect(mergeKept([own], kept)).toBe(kept)
  })

  it('goes where the very answer stands, however its numbers are written', () => {
    expect(after({ typed: { numerator: '42,0', denominator: '45' }, said: 'given', version: 0 })).toBeUndefined()
  })

  it('goes once it was sent', () => {
    expect(after({ typed: { numerator: '1' }, said: 'given', sent: true, version: 0 })).toBeUndefined()
  })

  it('is contested where somebody else answered otherwise', () => {
    expect(after({ typed: { numerator: '40' }, said: 'given', version: 0 })?.contested).toBe(true)
    expect(after({ typed: {}, said: 'not_applicable', version: 0 })?.contested).toBe(true)
    expect(after({ typed: {}, said: 'confirm', version: 0 }, told)?.contested).toBe(true)
  })

  it('goes on being typed over what stands now', () => {
    expect(after({ typed: { numerator: '40' }, version: 0 })).toEqual({ typed: { numerator: '40' }, version: 1 })
  })

  it('goes with its question', () => {
    expect(mergeKept([], { [KEY]: { typed: {}, version: 0 } })).toEqual({})
  })
})
