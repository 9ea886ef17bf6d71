import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import type { ScheduleTerm } from '@/api/models'
import { makeTask } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, refuse } from '@/test/server'

import { nextOccurrence } from './occurrences'
import { TaskPage } from './TaskPage'

const view = <TaskPage taskId="task-1" path={() => null} />
const certain = { tentative: false, doubtful: false }

function drawSchedule(terms: ScheduleTerm[], more: Partial<ReturnType<typeof makeTask>['schedule']> = {}) {
  const schedule = { text: 'như văn bản ghi', terms, occurrences: [], warnings: [], ...more }
  answer('/tasks/task-1', makeTask({ schedule }))
  draw(view)
}

describe('a task', () => {
  it('that may not be seen is not found', async () => {
    refuse('/tasks/task-1', 404, 'not_found')
    draw(view)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy nội dung này')
  })

  it('of a day gone by says so all the time, and raises no difficulty of today', async () => {
    const asked = answerQueries('/tasks/task-1', () => makeTask({ due_on: '2026-03-20' }))
    draw(<TaskPage taskId="task-1" asOf="2026-03-10" path={() => null} difficulty={() => 'Báo khó khăn'} />)
    expect(await screen.findByText('Đang xem nội dung tại ngày 10/03/2026.')).toBeVisible()
    expect(asked).toEqual(['as_of=2026-03-10'])
    expect(screen.getByText('Còn 10 ngày')).toBeVisible()
    expect(screen.queryByText('Báo khó khăn')).toBeNull()
    expect(screen.getByRole('link', { name: 'Về nội dung hiện nay' })).toBeVisible()
  })

  it('names who takes part, as printed, and who that is today', async () => {
    answer('/tasks/task-1', makeTask())
    draw(view)
    const parties = await screen.findByRole('region', { name: 'Đơn vị thực hiện' })
    expect(parties).toHaveTextContent('Văn phòng Sở')
    expect(parties).toHaveTextContent('Đơn vị: Văn phòng Sở Giáo dục và Đào tạo')
  })

  it('lists its deliverables with kind and state', async () => {
    answer('/tasks/task-1', makeTask())
    draw(view)
    const deliverables = await screen.findByRole('region', { name: 'Sản phẩm, kết quả' })
    expect(deliverables).toHaveTextContent('Báo cáo quý')
    expect(deliverables).toHaveTextContent('Văn bản · Chưa có')
  })

  it('keeps the other reading of the document', async () => {
    const reading = {
      source: 'appendix' as const,
      title: 'Tên ở phụ lục',
      schedule_text: 'Quý III',
      deliverables: [],
      participations: [{ role: 'lead' as const, printed_name: 'Phòng GDTrH' }],
    }
    answer('/tasks/task-1', makeTask({ readings: [reading] }))
    draw(view)
    const other = await screen.findByRole('region', { name: 'Phụ lục ghi khác' })
    expect(other).toHaveTextContent('Tên ở phụ lục')
    expect(other).toHaveTextContent('Phòng GDTrH')
  })
})

describe('a schedule', () => {
  it.each<[string, ScheduleTerm]>([
    ['Trước ngày 15/06/2026', { kind: 'date', on: '2026-06-15', bound: 'before', whole: false, ...certain }],
    ['Trong Quý II/2026 (dự kiến)', { kind: 'period', period: '2026-Q2', tentative: true, doubtful: false }],
    ['Từ 01/04/2026 đến 30/09/2026', { kind: 'span', start: '2026-04-01', end: '2026-09-30', ...certain }],
    ['Đến hết ngày 30/09/2026', { kind: 'span', start: null, end: '2026-09-30', ...certain }],
    [
      'Hằng quý, trước ngày 1 tháng cuối kỳ',
      { kind: 'recurring', every: 'quarter', day: 1, month_of_period: 3, bound: 'before', ...certain },
    ],
    [
      'Hằng tháng, chậm nhất ngày 25',
      { kind: 'recurring', every: 'month', day: 25, month_of_period: null, bound: 'by', ...certain },
    ],
    [
      'Hằng quý, chậm nhất ngày 5 tháng thứ 1 của kỳ sau',
      { kind: 'recurring', every: 'quarter', day: 5, month_of_period: 4, bound: 'by', ...certain },
    ],
    ['Thường xuyên, có kết quả từng kỳ báo cáo', { kind: 'continuous', start: null, end: null, ...certain }],
    ['Theo quy định: Thông tư 42', { kind: 'as_regulated', source: 'Thông tư 42', ...certain }],
  ])('is said in words: %s', async (words, term) => {
    drawSchedule([term])
    expect(await screen.findByText(words)).toBeVisible()
    expect(screen.getByText('như văn bản ghi')).toBeVisible()
  })

  it('warns of what was misprinted', async () => {
    drawSchedule([], { warnings: ['year_misprint'] })
    expect(await screen.findByText(/Năm in trong văn bản có vẻ nhầm/)).toBeVisible()
    expect(screen.getByText('Chưa xác định được mốc thời gian.')).toBeVisible()
  })

  it('lists when the work falls due', async () => {
    drawSchedule([], {
      occurrences: [
        { label: '2026-Q1', due_at: '2026-03-31T16:59:59Z' },
        { label: '2099-06-30', due_at: '2099-06-30T16:59:59Z' },
      ],
    })
    const stops = within(await screen.findByRole('region', { name: 'Thời gian' })).getAllByRole('listitem')
    expect(stops.map((stop) => stop.dataset.place)).toEqual(['past', 'next'])
    expect(stops[0]).toHaveTextContent('Quý I/2026')
    expect(stops[0]).toHaveTextContent('hạn 23:59 31/03/2026')
    expect(stops[1]).toHaveTextContent('Ngày 30/06/2099')
  })

  it('is next due at the first instant that is not over', () => {
    const first = { label: '2026-Q1', due_at: '2026-03-31T16:59:59Z' }
    const second = { label: '2026-Q2', due_at: '2026-06-30T16:59:59Z' }
    expect(nextOccurrence([first, second], new Date('2026-03-31T16:59:59Z'))).toBe(first)
    expect(nextOccurrence([first, second], new Date('2026-03-31T17:00:00Z'))).toBe(second)
    expect(nextOccurrence([first, second], new Date('2027-01-01T00:00:00Z'))).toBeNull()
  })
})
