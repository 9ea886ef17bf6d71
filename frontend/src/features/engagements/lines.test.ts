import { describe, expect, it } from 'vitest'

import type { Engagement, Ref } from '@/api/models'
import { makeTask } from '@/test/fixtures'

import { countByAudience, linesOf, linesWithin, startingChoices } from './lines'

const schools: Ref = { id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }
const divisions: Ref = { id: 'divisions', code: 'phong', name: 'Các phòng thuộc Sở' }
const named = (role: 'lead' | 'coordinate', audience: Ref) => ({ role, unit: null, audience, printed_name: audience.name })

const task = makeTask({ id: 't1', participations: [named('lead', divisions), named('coordinate', schools)] })
const owed: Engagement = {
  id: 'e1',
  task: { id: 't1', code: null, name: '' },
  audience: schools,
  owes: 'yes_no',
  education_levels: ['primary'],
  ownership: [],
  area: [],
  indicator: null,
}

describe('what audiences owe', () => {
  it('is asked for every audience a task names, and none of its units', () => {
    const office = { role: 'lead' as const, unit: { id: 'vp', code: null, name: 'Văn phòng' }, audience: null, printed_name: 'Văn phòng' }
    const lines = linesOf({ ...task, participations: [office, ...task.participations] }, [])
    expect(lines.map(({ audience, role }) => [audience.id, role])).toEqual([
      ['divisions', 'lead'],
      ['schools', 'coordinate'],
    ])
  })

  it('is asked also where the plan does not print an audience that owes already', () => {
    const lines = linesOf({ ...task, participations: [] }, [owed])
    expect(lines).toMatchObject([{ role: null, printedName: 'Các cơ sở giáo dục' }])
  })

  it('begins with what was set, and with a proposal elsewhere', () => {
    const choices = startingChoices(linesOf(task, [owed]), [owed])
    expect(choices['t1.schools']).toEqual({ owes: 'yes_no', levels: ['primary'], ownership: [], area: [], indicator: null })
    expect(choices['t1.divisions']?.owes).toBe('product')
  })

  it('is told, not asked, of those who coordinate', () => {
    expect(startingChoices(linesOf(task, []), [])['t1.schools']?.owes).toBe('inform')
  })

  it('is changed in one stroke by audience and by part', () => {
    const lines = linesOf(task, [])
    expect(linesWithin(lines, {})).toHaveLength(2)
    expect(linesWithin(lines, { audience: 'schools' })).toHaveLength(1)
    expect(linesWithin(lines, { audience: 'schools', role: 'lead' })).toHaveLength(0)
  })

  it('is counted by audience', () => {
    const lines = linesOf(task, [owed])
    const [first, second] = countByAudience(lines, startingChoices(lines, [owed]))
    expect(first).toMatchObject({ audience: divisions, owes: { product: 1 } })
    expect(second).toMatchObject({ audience: schools, owes: { yes_no: 1, inform: 0 } })
  })
})
