import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { Dashboard } from '@/api/models'
import { somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, keepWaiting, refuse, server } from '@/test/server'

import type { Acts } from './acts'
import { DashboardPage } from './DashboardPage'
import { commune, department, empty, NONE, target } from './fixtures'

const plan = { id: 'plan-1', title: 'Kế hoạch 2026', number: null, year: 2026, status: 'issued' as const }

const full: Dashboard = {
  ...empty,
  plan,
  plans: [plan],
  targets: [target],
  grid: {
    periods: [{ period: '2026-Q2', ends_on: '2026-06-30' }],
    rows: [
      { unit: commune, cells: [{ reported: 5, expected: 9 }] },
      { unit: department, cells: [{ reported: 0, expected: 0 }] },
    ],
  },
  work: {
    ...empty.work,
    owes: {
      counts: { open: 1, overdue: 0, due_soon: 0 },
      items: [
        {
          id: 'work-1',
          version: 1,
          plan_id: 'plan-1',
          task: { id: 'task-1', code: '1', name: 'Báo cáo quý' },
          status: 'in_progress',
          percent: 0,
          person: 'Trần Thị Mai',
          supervisor: null,
          occurrence: '2026-Q2',
          due_at: '2026-12-31T16:59:59Z',
          overdue: false,
        },
      ],
    },
    decide: {
      ...empty.work.decide,
      to_chase: {
        overdue: 12,
        units: 3,
        items: [{ unit: commune, kind: 'commune', overdue: 9, oldest_due_at: '2026-03-31T16:59:59Z' }],
      },
    },
    tasks: { counts: { ...NONE, completed: 3, not_started: 1 }, by_lead: [] },
  },
}

/** The stream opens and says nothing until the test does. */
function openStream() {
  const opened: ReadableStreamDefaultController<Uint8Array>[] = []
  server.use(
    http.get(`${location.origin}/api/v1/dashboard/stream`, () => {
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void opened.push(controller) })
      return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
  return { say: (text: string) => opened.at(-1)?.enqueue(new TextEncoder().encode(text)) }
}

const show = (onChange = vi.fn()) => draw(<DashboardPage search={{}} onChange={onChange} acts={{ late: ({ unit }) => <i>{unit.code}</i> }} done={null} />)

describe('the leader’s page', () => {
  beforeEach(() => void openStream())

  it('shows that it is loading', () => {
    keepWaiting('/dashboard')
    show()
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what went wrong', async () => {
    refuse('/dashboard', 404, 'not_found')
    show()
    expect(await screen.findByRole('alert')).toBeVisible()
  })

  it('says so where there is nothing to do', async () => {
    answer('/dashboard', empty)
    show()
    expect(await screen.findByText('Không có nội dung nào đang chờ xử lý.')).toBeVisible()
    expect(screen.getByText('Chưa có kế hoạch giao chỉ tiêu cho đơn vị.')).toBeVisible()
    expect(screen.queryByRole('table')).not.toBeInTheDocument()
  })

  it('shows what is owed and by whom, what is late, where targets stand and who has not told', async () => {
    answer('/dashboard', full)
    show()
    const owes = await screen.findByRole('region', { name: 'Việc đơn vị phải hoàn thành' })
    expect(owes).toHaveTextContent('Trần Thị Mai')
    const decide = screen.getByRole('region', { name: 'Cần xử lý hôm nay' })
    expect(decide).toHaveTextContent('12 việc quá hạn ở 3 đơn vị')
    expect(within(decide).getByText('hp-000003')).toBeVisible()
    const targets = screen.getByRole('table', { name: 'Chỉ tiêu' })
    expect(within(targets).getByText('76 %')).toBeVisible()
    expect(within(targets).getByText('tăng 15,5 so với cùng kỳ')).toBeVisible()
    expect(within(targets).getByRole('img')).toHaveAccessibleName('Diễn biến: Quý I/2026: 70 %; Quý II/2026: 76 %')
    const cell = screen.getByRole('link', { name: '5/9' })
    expect(cell).toHaveAttribute('href', '/dashboard?unit=hp-000003&period=2026-Q2')
    expect(cell).toHaveAttribute('data-level', 'some')
  })

  it('leads whoever may issue from a draft to the form, and offers what is done to many at once', async () => {
    const me = { ...somebody('leader'), permissions: ['plan:issue'] }
    server.use(http.get(`${location.origin}/api/v1/me`, () => HttpResponse.json(me)))
    const draft = { id: 'plan-9', title: 'Kế hoạch 2027', year: 2027 }
    const counts = { expected: 9, came: 7, received: 2, returned: 0, late: 0, overdue: 0, clean: 4, flawed: 1 }
    const round = { ...counts, id: 'round-1', title: 'Báo cáo quý', period: '2026-Q3', due_at: null }
    const rounds = [{ ...round, units: [{ ...counts, clean: 0, unit: commune }] }]
    const decide = { ...full.work.decide, drafts: [draft], awaiting_confirmation: 7 }
    answer('/dashboard', { ...full, work: { ...full.work, decide, rounds } })
    const acts: Acts = {
      allHandedIn: (under, count) => <i>{`${under}: ${count}`}</i>,
      waiting: (of, { clean, flawed }, to, group) => (
        <i>{`${of.id} ${group?.code ?? 'tất cả'} gửi ${to ?? 'mọi nơi'}: ${String(clean)} và ${String(flawed)}`}</i>
      ),
    }
    draw(<DashboardPage search={{}} onChange={vi.fn()} acts={acts} done={null} />)
    expect(await screen.findByRole('link', { name: 'Xem và ban hành' })).toHaveAttribute('href', '/plans/plan-9/engagements')
    expect(screen.getByText(`${full.unit.code ?? ''}: 7`)).toBeVisible()
    expect(screen.getByText('round-1 tất cả gửi mọi nơi: 4 và 1')).toBeVisible()
    expect(screen.getByText(`round-1 ${commune.code} gửi mọi nơi: 0 và 1`)).toBeVisible()
  })

  it('counts the reports of the open rounds, a line for each commune', async () => {
    const counts = { expected: 9, came: 7, received: 2, returned: 0, late: 1, overdue: 2, clean: 0, flawed: 0 }
    const round = { ...counts, id: 'round-1', title: 'Báo cáo quý', period: '2026-Q3', due_at: '2026-09-19T16:59:59Z' }
    answer('/dashboard', { ...full, work: { ...full.work, rounds: [{ ...round, units: [{ ...counts, unit: commune }] }] } })
    show()
    const lines = within(await screen.findByRole('region', { name: /^Báo cáo quý/ })).getAllByRole('listitem')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toHaveTextContent('đã gửi 7/9 · tiếp nhận 2 · gửi sau hạn 1 · quá hạn chưa gửi 2')
  })

  it('says what moved since the last day of work', async () => {
    const work = { ...full.work, moved: { completed: 3, overdue: 1, reports: 40, difficulties: 0 } }
    answer('/dashboard', { ...full, work, since: '2026-05-18T17:02:00Z' })
    show()
    const card = await screen.findByRole('region', { name: 'Biến động từ đầu ngày 19/05/2026' })
    expect(card).toHaveTextContent('3 việc được báo hoàn thành')
    expect(card).toHaveTextContent('40 báo cáo mới gửi')
    expect(card).not.toHaveTextContent('vướng mắc')
    const [line] = within(within(card).getByRole('list', { name: 'Chỉ tiêu có biến động' })).getAllByRole('listitem')
    expect(line).toHaveTextContent('75 → thành76 %+1')
    expect(line).toHaveTextContent('thêm 12 đơn vị báo cáo · tăng 15,5 so với cùng kỳ · Văn phòng Sở')
  })

  it('unfolds a target to the table behind its drawing', async () => {
    answer('/dashboard', full)
    const onChange = vi.fn()
    const { user, redraw } = show(onChange)
    await user.click(await screen.findByRole('button', { name: /Diễn biến/ }))
    expect(onChange).toHaveBeenCalledWith({ open: 'target-1' })
    redraw(<DashboardPage search={{ open: 'target-1' }} onChange={onChange} acts={{}} done={null} />)
    const table = await screen.findByRole('table', { name: 'Số liệu từng kỳ' })
    expect(within(table).getByText('60,5 %')).toBeVisible()
  })
})

it('reads the page again as soon as it hears that something changed', async () => {
  const stream = openStream()
  let value = 76
  const asked = answerQueries('/dashboard', () => ({ ...full, targets: [{ ...target, value }] }))
  show()
  expect(await screen.findByText('76 %', { selector: 'strong' })).toBeVisible()
  value = 77
  await vi.waitFor(() => {
    stream.say('data: {"as_of":"2026-05-20T05:00:01Z"}\n\n')
    expect(asked.length).toBeGreaterThan(1)
  })
  expect(await screen.findByText('77 %', { selector: 'strong' })).toBeVisible()
})

it('says that it is read now and then where the line is lost', async () => {
  server.use(http.get(`${location.origin}/api/v1/dashboard/stream`, () => HttpResponse.error()))
  answer('/dashboard', full)
  show()
  expect(await screen.findByText('mất kết nối trực tiếp, đang cập nhật định kỳ')).toBeVisible()
  expect(screen.getByText('76 %', { selector: 'strong' })).toBeVisible()
})
