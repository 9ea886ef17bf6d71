import { screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { makeTask } from '@/test/fixtures'
import { draw } from '@/test/render'

import { DueMark } from './DueMark'

describe('the mark of a due day', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-06-20T03:00:00Z'), toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([
    ['Quá hạn 5 ngày', makeTask({ due_on: '2026-06-15', overdue: true })],
    ['Hạn hôm nay', makeTask({ due_on: '2026-06-20' })],
    ['Còn 3 ngày', makeTask({ due_on: '2026-06-23' })],
  ])('says “%s”', (words, task) => {
    draw(<DueMark task={task} />)
    expect(screen.getByText(words)).toBeVisible()
  })

  it.each([
    ['there is time', makeTask({ due_on: '2026-12-31' })],
    ['there is no due day', makeTask()],
    ['the work is done', makeTask({ due_on: '2026-06-21', status: 'completed' })],
  ])('says nothing when %s', (_when, task) => {
    draw(<DueMark task={task} />)
    expect(screen.queryByText(/ngày|Hạn/)).toBeNull()
  })
})
