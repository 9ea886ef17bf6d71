import { screen, waitFor, within } from '@testing-library/react'
import { HttpResponse } from 'msw/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Assignment, OwedItem } from '@/api/models'
import { department, makeCount, makeOwed, makeWork, makeWorkDetail, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takeChanges } from '@/test/server'

import { workKeys } from './api'
import { asOwed } from './mine'
import { waiting } from './outbox'
import { WorkPage } from './WorkPage'

const view = <WorkPage by={undefined} onBy={() => undefined} />
const nothing = { items: [], more: false }
const list = (...items: OwedItem[]) => ({ items, more: false })
const late = makeWork({ id: 'late', due_at: '2026-11-25T16:59:59Z', overdue: true })

function owes(...work: Assignment[]) {
  answer('/me', somebody('school_officer'))
  answer('/me/owed', list(...work.map(asOwed)))
}

beforeEach(() => {
  sessionStorage.clear()
  vi.useFakeTimers({ now: new Date('2026-11-27T03:00:00Z'), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('one’s own work', () => {
  it('shows that it is loading', () => {
    keepWaiting('/me/owed')
    draw(view)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that nothing is left to do', async () => {
    owes()
    draw(view)
    expect(await screen.findByText('Không còn việc nào phải làm')).toBeVisible()
  })

  it('says what went wrong', async () => {
    answer('/me', somebody('school_officer'))
    refuse('/me/owed', 403, 'forbidden')
    draw(view)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keeps what it read when it cannot read again', async () => {
    owes(makeWork())
    const { client } = draw(view)
    await screen.findByText('Triển khai học bạ số')
    cutOff('/me/owed')
    void client.invalidateQueries({ queryKey: workKeys.mine() })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByText('Triển khai học bạ số')).toBeVisible()
  })

  it('stands under when it is due, what was reported last', async () => {
    answer('/me', somebody('school_officer'))
    const soon = makeWork({ id: 'soon', due_at: '2026-11-30T16:59:59Z' })
    const reported = makeWork({ id: 'reported', status: 'awaiting_confirmation' })
    const next = makeWork({ id: 'next', due_at: '2027-01-31T16:59:59Z' })
    const undated = makeWork({ id: 'undated', due_at: null })
    answer('/me/owed', list(...[late, soon, makeWork(), next, undated, reported].map(asOwed)))
    draw(view)
    await screen.findByText('Còn 5 việc phải làm · 1 việc quá hạn')
    const headings = screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)
    expect(headings).toEqual([
      'Quá hạn 1',
      'Trong 7 ngày tới 1',
      'Trong quý này 1',
      'Sau quý này 1',
      'Chưa có hạn cụ thể 1',
      'Đã báo, chờ xác nhận 1',
    ])
    expect(screen.getByText('Quá hạn 2 ngày')).toBeVisible()
    expect(screen.getByText('Còn 3 ngày')).toBeVisible()
  })
})

describe('what is owed beside work', () => {
  const report = makeOwed({ answers_questions: true })
  const quick = makeOwed({ kind: 'data_request', id: 'quick', title: 'Số máy quét', due_at: '2026-11-27T09:00:00Z', period: null })
  const why = makeOwed({ kind: 'clarification_request', id: 'why', title: 'Vì sao chậm', due_at: '2026-12-20T16:59:59Z', period: null })

  it('stands in the same list by its day, and leads to where it is done', async () => {
    answer('/me', somebody('school_head'))
    answer('/me/owed', list(asOwed(late), quick, report, why))
    draw(<WorkPage by={undefined} onBy={() => undefined} first={<p>Thông báo</p>} asked={() => <p>Còn 7 câu</p>} />)
    await screen.findByText('Còn 4 việc phải làm · 1 việc quá hạn')
    const week = within(screen.getByRole('region', { name: 'Trong 7 ngày tới' }))
    expect(week.getAllByRole('listitem')).toHaveLength(2)
    expect(week.getByRole('link', { name: 'Số máy quét' })).toHaveAttribute('href', '/data-requests/quick')
    expect(week.getByText(/Báo cáo đột xuất/).parentElement).toHaveTextContent('16:00')
    expect(week.getByRole('link', { name: /^Trả lời câu hỏi/ })).toHaveAttribute('href', '/asked/2026-Q4')
    expect(week.getByText('Còn 7 câu')).toBeVisible()
    const later = within(screen.getByRole('region', { name: 'Trong quý này' }))
    expect(later.getByRole('link', { name: 'Vì sao chậm' })).toHaveAttribute('href', '/clarification-requests?open=why')
    expect(screen.queryByText('Thông báo')).not.toBeInTheDocument()
  })

  it('leads a commune to its report, and says when it came back', async () => {
    answer('/me', somebody('commune_officer'))
    answer('/me/owed', list(makeOwed({ status: 'returned' })))
    answerQueries('/assignments/counts', () => ({ items: [], next_cursor: null }))
    draw(view)
    expect(await screen.findByRole('link', { name: /^Soạn và gửi/ })).toHaveAttribute('href', '/reports/report-1')
    expect(screen.getByText('Trả lại để bổ sung')).toBeVisible()
  })
})

describe('reporting from the list', () => {
  it('takes one tap for a yes, and can be taken back', async () => {
    owes(makeWork())
    const sent = takeChanges('/assignments/work-1', (body) => makeWorkDetail({ version: 2, ...(body as object) }))
    const { user } = draw(view)
    await user.click(await screen.findByRole('button', { name: /^Đã làm/ }))
    expect(await screen.findByText('Đã báo hoàn thành')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
    await waitFor(() =>
      expect(sent).toEqual([
        { version: '"1.0"', body: { status: 'completed' } },
        { version: '"2.0"', body: { status: 'not_started' } },
      ]),
    )
    expect(await screen.findByRole('button', { name: /^Đã làm/ })).toBeVisible()
  })

  it('takes a figure where it is asked', async () => {
    owes(makeWork({ owes: 'figure' }))
    const sent = takeChanges('/assignments/work-1', () => makeWorkDetail({ version: 2 }))
    const { user } = draw(view)
    await user.type(await screen.findByRole('textbox', { name: /^Số liệu/ }), '412/450')
    await user.click(screen.getByRole('button', { name: 'Báo số liệu' }))
    await waitFor(() => expect(sent[0]?.body).toEqual({ status: 'completed', text: '412/450' }))
  })

  it('names the products that are there', async () => {
    owes(makeWork({ owes: 'product' }))
    const product = { id: 'product-1', title: 'Kế hoạch', kind: 'document' as const, done: false, document: null }
    answer('/assignments/work-1', makeWorkDetail({ owes: 'product', deliverables: [product] }))
    const sent = takeChanges('/assignments/work-1', () => makeWorkDetail({ version: 2 }))
    const { user } = draw(view)
    await user.click(await screen.findByRole('button', { name: /^Đã có sản phẩm/ }))
    const deliverables = [{ id: 'product-1', done: true, document: null }]
    await waitFor(() => expect(sent[0]?.body).toEqual({ status: 'completed', deliverables }))
  })

  it('is kept in the browser while there is no line', async () => {
    owes(makeWork())
    takeChanges('/assignments/work-1', () => HttpResponse.error())
    const { user } = draw(view)
    await user.click(await screen.findByRole('button', { name: /^Đã làm/ }))
    expect(await screen.findByText(/tự gửi khi có mạng/)).toBeVisible()
    expect(waiting()).toEqual([{ id: 'work-1', version: 1, patch: { status: 'completed' }, refused: false }])
    await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
    await waitFor(() => expect(waiting()).toEqual([]))
  })
})

describe('what others owe', () => {
  const commune = { id: 'commune', code: 'hp-000100', name: 'UBND phường Hồng Bàng' }

  it('is counted by school for a commune, without itself', async () => {
    answer('/me', somebody('commune_officer', commune))
    answer('/me/owed', nothing)
    const asked = answerQueries('/assignments/counts', () => ({
      items: [makeCount({ unit: school, overdue: 2, not_started: 3, completed: 5 }), makeCount({ unit: commune })],
      more: false,
    }))
    draw(view)
    const table = await screen.findByRole('table', { name: 'Việc của các đơn vị' })
    expect(within(table).getAllByRole('link').map((link) => link.textContent)).toEqual([school.name])
    expect(within(table).getByText('5/8')).toBeVisible()
    expect(asked).toEqual(['under=commune&by=unit'])
  })

  it('is counted by task for a division, wherever the units stand', async () => {
    answer('/me', somebody('officer', department))
    answer('/me/owed', nothing)
    const asked = answerQueries('/assignments/counts', () => ({
      items: [makeCount({ task: { id: 'task-1', code: '1', name: 'Học bạ số' }, overdue: 1 })],
      more: false,
    }))
    draw(view)
    expect(await screen.findByRole('link', { name: 'Học bạ số' })).toBeVisible()
    expect(asked).toEqual(['by=task'])
  })

  it('goes into a text for the schools’ Zalo group', async () => {
    answer('/me', somebody('commune_officer', commune))
    answer('/me/owed', nothing)
    answer('/assignments/counts', { items: [], more: false })
    const text = `- ${school.name}: 2 việc\n  https://lotrinh.example/units/hp-000900`
    const asked = answerQueries('/reminders/message', () => ({ text, units: 1, open: 2 }))
    const { user } = draw(view)
    await user.click(await screen.findByRole('button', { name: 'Soạn tin Zalo' }))
    expect(await screen.findByRole('textbox', { name: 'Nội dung tin Zalo' })).toHaveValue(text)
    await user.click(screen.getByRole('button', { name: 'Chép tin Zalo' }))
    expect(await screen.findByText(/Đã chép/)).toBeVisible()
    expect(await navigator.clipboard.readText()).toBe(text)
    expect(asked).toEqual(['under=commune'])
  })

  it('is nothing to a school', async () => {
    owes(makeWork())
    draw(view)
    await screen.findByText('Triển khai học bạ số')
    expect(screen.queryByText('Việc của các đơn vị')).toBeNull()
  })
})

it('shows what was done lately when asked', async () => {
  owes()
  answerQueries('/assignments', () => onePage(makeWork({ status: 'completed' })))
  const { user } = draw(view)
  await user.click(await screen.findByText('Xem việc đã hoàn thành gần đây'))
  expect(await screen.findByText('Hoàn thành')).toBeVisible()
})
