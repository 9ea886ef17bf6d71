import { describe, expect, it } from 'vitest'

import type { Engagement } from '@/api/models'
import { makePlan, makeTarget, makeTask } from '@/test/fixtures'

import { type AmendedPlan, askLines, blankAmendment, tally, toAmendment } from './draft'

const schools = { id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }
const party = { unit: null, audience: schools, printed_name: 'các trường' }
const task = makeTask({ participations: [{ role: 'coordinate', ...party }] })
const engagement: Engagement = {
  id: 'engagement-1',
  task: { id: task.id, code: task.code, name: task.title },
  audience: schools,
  owes: 'figure',
  education_levels: ['primary'],
  ownership: [],
  area: [],
  indicator: { id: 'indicator-1', code: 'chu-ky-so', name: 'Chữ ký số' },
}
const parts: AmendedPlan = {
  plan: makePlan(),
  groups: [],
  tasks: [task, makeTask({ id: 'task-2' })],
  targets: [makeTarget()],
  engagements: [engagement],
}
const blank = { ...blankAmendment('2026-11-27'), reason: 'Theo Nghị quyết', bases: [{ type: 'Nghị quyết' }] }

describe('an amendment as it is sent', () => {
  it('leaves out what was typed and is as it was', () => {
    const words = { ...blank, tasks: { 'task-1': { typed: { title: task.title }, asks: {} } }, targets: { 'target-1': { text: '100%' } } }
    const sent = toAmendment(words, parts)
    expect(sent.tasks).toEqual({ add: [], change: [], cancel: [] })
    expect(sent.targets).toEqual({ add: [], change: [], cancel: [] })
    expect(tally(sent)).toEqual({ added: 0, changed: 0, cancelled: 0 })
  })

  it('says only what changes, and nothing more of what is stopped', () => {
    const words = {
      ...blank,
      tasks: { 'task-1': { typed: { deadline: 'Quý III' }, asks: {} }, 'task-2': { typed: { title: 'Khác' }, asks: {} } },
      stoppedTasks: ['task-2'],
      targets: { 'target-1': { text: '≥95%', comparator: 'ge' as const, value: '95' } },
    }
    const sent = toAmendment(words, parts)
    expect(sent.tasks?.change).toEqual([{ task: 'task-1', schedule: { text: 'Quý III' } }])
    expect(sent.tasks?.cancel).toEqual(['task-2'])
    expect(sent.targets?.change).toEqual([
      { target: 'target-1', text: '≥95%', comparator: 'ge', value: 95, value_max: null },
    ])
    expect(tally(sent)).toEqual({ added: 0, changed: 2, cancelled: 1 })
  })

  it('keeps to whom an audience is narrowed when it owes something else', () => {
    const sent = toAmendment({ ...blank, tasks: { 'task-1': { typed: {}, asks: { schools: 'product' } } } }, parts)
    expect(sent.tasks?.change).toEqual([
      {
        task: 'task-1',
        engagements: [
          { audience: 'schools', owes: 'product', education_levels: ['primary'], ownership: [], area: [], indicator: null },
        ],
      },
    ])
  })

  it('lets an audience that no longer takes part owe nothing', () => {
    const sent = toAmendment({ ...blank, tasks: { 'task-1': { typed: { coordinate: [] }, asks: {} } } }, parts)
    expect(sent.tasks?.change).toEqual([{ task: 'task-1', participations: [], engagements: [] }])
  })

  it('hands out a new task to whoever leads it, and tells whoever coordinates', () => {
    const words = { lead: [party], coordinate: [{ ...party, audience: { ...schools, id: 'others' } }] }
    expect(askLines(words, [], {}).map(({ owes }) => owes)).toEqual(['product', 'inform'])
  })
})
