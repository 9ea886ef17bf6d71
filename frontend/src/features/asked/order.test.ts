import { describe, expect, it } from 'vitest'

import type { AskedForm } from '@/api/models'
import { makeAsked, makeAskedReport, makeQuestion } from '@/test/fixtures'

import { arrange, MOST_CARDS } from './order'

const own = (code: string, more: Partial<AskedForm['items'][number]> = {}) =>
  makeQuestion({ indicator: { id: code, code, name: code }, source: 'reported', present: null, ...more })

const names = (cards: { question: { indicator: { code: string | null } } }[]) =>
  cards.map(({ question }) => question.indicator.code)

describe('the cards of a period', () => {
  it('begin with what only the unit knows, the period’s own before the year’s, and end with what it confirms', () => {
    const told = makeQuestion({ indicator: { id: 'told', code: 'told', name: '' } })
    const form = makeAsked({ items: [told, own('year', { period: '2026' }), own('quarter')] })
    expect(names(arrange(form, {}).front)).toEqual(['quarter', 'year', 'told'])
  })

  it('are ten at most, the rest waits behind', () => {
    const form = makeAsked({ items: Array.from({ length: 13 }, (_, n) => own(`c${n}`)) })
    const { front, behind } = arrange(form, {})
    expect([front.length, behind.length]).toEqual([MOST_CARDS, 3])
  })

  it('do not ask for what another system is still to tell', () => {
    const form = makeAsked({ items: [own('client', { source: 'client' })] })
    expect(arrange(form, {})).toEqual({ front: [], behind: [], done: [] })
  })

  it('fold away once they are answered, but for those that are being sent', () => {
    const form = makeAsked({ items: [own('said'), own('busy')] })
    const kept = { typed: {}, said: 'not_applicable', version: 0 } as const
    const all = { 'said.2026-Q2': kept, 'busy.2026-Q2': kept }
    const { front, done } = arrange(form, all, new Set(['busy.2026-Q2']))
    expect([names(front), names(done), done[0]?.state]).toEqual([['busy'], ['said'], 'waiting'])
  })

  it('come back when something is wrong with them', () => {
    const form = makeAsked({ items: [own('wrong')] })
    const faults = [{ field: 'note', code: 'jump', message: 'Thay đổi nhiều' }]
    const { front } = arrange(form, { 'wrong.2026-Q2': { typed: {}, said: 'given', version: 0, faults } })
    expect(front[0]?.state).toBe('problem')
  })

  it('begin with what those above sent back, and say why', () => {
    const returned = makeQuestion({ source: 'reported' })
    const present = returned.present && { ...returned.present, state: 'returned' as const, confirmation: null }
    const report = makeAskedReport({
      status: 'returned',
      returned: [{ line: 'indicator_value:indicator-1.school.2026-Q2', reason: 'Thiếu giải trình' }],
    })
    const unit = { id: 'school', code: 'hp-1', name: 'Trường' }
    const form = makeAsked({ unit, items: [own('new'), { ...returned, present }], reports: [report] })
    expect(arrange(form, {}).front.map(({ returned: why }) => why)).toEqual(['Thiếu giải trình', null])
  })
})
