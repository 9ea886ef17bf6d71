import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import type { ComponentProps } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { makePlan, makeTask, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { engagementKeys } from './api'
import { EngagementsPage } from './EngagementsPage'

const schools = { id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }
const task = makeTask({
  participations: [{ role: 'coordinate', unit: null, audience: schools, printed_name: 'các cơ sở giáo dục' }],
})
const held = { version: 7, next_cursor: null, items: [] }

const none = { next_cursor: null, items: [] }
const light = { limit: 10, next_cursor: null, items: [] }

const page = (over: Partial<ComponentProps<typeof EngagementsPage>> = {}) => (
  <EngagementsPage plan={makePlan({ status: 'draft', signer: null })} mayIssue={false} mayWrite job={undefined} onIssued={vi.fn()} {...over} />
)

function answerPlan() {
  answer('/plans/plan-1/engagement-proposals', none)
  answer('/tasks', onePage(task))
  answer('/plans/plan-1/engagements', held)
}

const owes = () => screen.findByRole('group', { name: 'Việc của Các cơ sở giáo dục' })

describe('what audiences owe for a plan', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting('/tasks')
    answer('/plans/plan-1/engagement-proposals', none)
    answer('/plans/plan-1/engagements', held)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that there is nothing to set yet', async () => {
    answer('/tasks', onePage())
    answer('/plans/plan-1/engagement-proposals', none)
    answer('/plans/plan-1/engagements', held)
    draw(page())
    expect(await screen.findByText('Kế hoạch chưa có nhiệm vụ')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/tasks', 404, 'not_found')
    answer('/plans/plan-1/engagement-proposals', none)
    answer('/plans/plan-1/engagements', held)
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was chosen when it cannot read again', async () => {
    answerPlan()
    const { client, user } = draw(page())
    await user.click(within(await owes()).getByRole('button', { name: 'Sản phẩm' }))
    cutOff('/tasks')
    void client.invalidateQueries({ queryKey: engagementKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(within(await owes()).getByRole('button', { name: 'Sản phẩm' })).toHaveAttribute('aria-pressed', 'true')
  })

  it('sends the whole plan’s, over the version it read', async () => {
    answerPlan()
    const sent: unknown[] = []
    server.use(
      http.put(`${location.origin}/api/v1/plans/plan-1/engagements`, async ({ request }) => {
        sent.push(request.headers.get('If-Match'), await request.json())
        return HttpResponse.json({ ...held, version: 8 })
      }),
    )
    const { user } = draw(page())
    await user.click(within(await owes()).getByRole('button', { name: 'Có/chưa' }))
    await user.click(screen.getByText('Mọi trường trong nhóm'))
    await user.click(screen.getByRole('checkbox', { name: 'Tiểu học' }))
    await user.click(screen.getByRole('button', { name: 'Lưu việc của các đối tượng' }))
    const item = { task: 'task-1', audience: 'schools', owes: 'yes_no', education_levels: ['primary'], ownership: [], area: [], indicator: null }
    await waitFor(() => expect(sent).toEqual(['"7.0"', { items: [item] }]))
    expect(await screen.findByText('Đã lưu.')).toBeVisible()
  })

  it('sets many lines in one stroke', async () => {
    answerPlan()
    const { user } = draw(page())
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Việc phải làm' }), 'Báo số liệu')
    await user.click(screen.getByRole('button', { name: 'Đặt cho 1 dòng' }))
    expect(within(await owes()).getByRole('button', { name: 'Số liệu' })).toHaveAttribute('aria-pressed', 'true')
    expect(screen.getByText('1 thay đổi chưa lưu')).toBeVisible()
  })

  it('is only read once the plan is issued', async () => {
    answerPlan()
    draw(page({ plan: makePlan({ status: 'issued' }) }))
    expect((await screen.findAllByText('Các cơ sở giáo dục'))[0]).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Lưu việc của các đối tượng' })).toBeNull()
  })

  it('begins with what the server proposes', async () => {
    answer('/tasks', onePage(task))
    answer('/plans/plan-1/engagements', held)
    const proposal = { task: { id: 'task-1', code: '1', name: '' }, audience: schools, role: 'coordinate', why: 'own_product' }
    answer('/plans/plan-1/engagement-proposals', {
      next_cursor: null,
      items: [{ ...proposal, owes: 'yes_no', education_levels: [], ownership: ['public'] }],
    })
    draw(page())
    expect(within(await owes()).getByRole('button', { name: 'Có/chưa' })).toHaveAttribute('aria-pressed', 'true')
    expect(screen.getByText('Công lập', { selector: 'summary' })).toBeVisible()
  })
})

describe('issuing', () => {
  beforeEach(() => sessionStorage.clear())

  const heavy = { period: '2026-Q1', count: 12 }
  const kind = { education_levels: ['primary'], ownership: null, schools: 300, periods: [heavy], peak: heavy, over_limit: true }

  async function fill() {
    const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
    await screen.findByLabelText(/Số, ký hiệu/)
    write(/Số, ký hiệu/, '15/KH-SGDĐT')
    write(/Ngày ban hành/, '05/01/2026')
    write(/Họ và tên người ký/, 'Nguyễn Văn A')
    write(/Chức vụ/, 'Giám đốc')
  }

  it('saves what is proposed, then issues over the version that follows', async () => {
    answerPlan()
    answer('/plans/plan-1/load', light)
    const sent: unknown[] = []
    const onIssued = vi.fn()
    server.use(
      http.put(`${location.origin}/api/v1/plans/plan-1/engagements`, () => HttpResponse.json({ ...held, version: 8 })),
      http.post(`${location.origin}/api/v1/plans/plan-1/issue`, async ({ request }) => {
        sent.push(request.headers.get('If-Match'), await request.json())
        return HttpResponse.json({ plan_id: 'plan-1', version: 9, status: 'issued', job: 'job-1' }, { status: 202 })
      }),
    )
    const { user } = draw(page({ mayIssue: true, onIssued }))
    await fill()
    await user.click(screen.getByRole('button', { name: 'Ban hành' }))
    await waitFor(() => expect(onIssued).toHaveBeenCalledWith('job-1'))
    expect(sent).toEqual([
      '"8.0"',
      {
        number: '15/KH-SGDĐT',
        issued_on: '2026-01-05',
        signer: { name: 'Nguyễn Văn A', title: 'Giám đốc', on_behalf: null },
        reason: null,
      },
    ])
  })

  it('asks why where schools are asked for more than ten things', async () => {
    answerPlan()
    answer('/plans/plan-1/load', { ...light, items: [kind] })
    draw(page({ mayIssue: true }))
    expect(await screen.findByLabelText(/Lý do giao nhiều việc/)).toBeRequired()
    expect(screen.getByRole('row', { name: /Tiểu học.*Quá 10 việc một kỳ/ })).toHaveTextContent('12')
  })

  it('is offered only to those who may', async () => {
    answerPlan()
    draw(page())
    await owes()
    expect(screen.queryByRole('button', { name: 'Ban hành' })).toBeNull()
  })

  it('is issued by whoever only issues once what each audience owes was saved', async () => {
    answer('/plans/plan-1/engagement-proposals', none)
    answer('/tasks', onePage(task))
    const saved = { task: { id: task.id, code: task.code, name: task.title }, audience: schools, owes: 'yes_no', education_levels: [], ownership: [], area: [], indicator: null }
    answer('/plans/plan-1/engagements', { ...held, items: [{ id: 'engagement-1', ...saved }] })
    answer('/plans/plan-1/load', light)
    draw(page({ mayIssue: true, mayWrite: false }))
    expect(await screen.findByRole('button', { name: 'Ban hành' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Lưu' })).toBeNull()
  })

  it('waits for who drafts it where nothing was saved', async () => {
    answerPlan()
    draw(page({ mayIssue: true, mayWrite: false }))
    expect(await screen.findByText(/Người soạn dự thảo cần lưu/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Ban hành' })).toBeNull()
  })

  const job = { id: 'job-1', version: 1, kind: 'resolve', progress: { done: 3, total: 12 }, result: null, error: null }

  it('says how far the work is handed out, and what was made', async () => {
    answerPlan()
    let status = 'running'
    answerQueries('/jobs/job-1', () => ({ ...job, status, result: status === 'running' ? null : { created: 1200 } }))
    draw(page({ plan: makePlan({ status: 'issued' }), job: 'job-1' }))
    expect(await screen.findByText('Đã xử lý 3/12 nhiệm vụ')).toBeVisible()
    status = 'succeeded'
    expect(await screen.findByText(/1.200 việc đã được chuyển/, {}, { timeout: 3000 })).toBeVisible()
  })

  it('says when not all could be handed out', async () => {
    answerPlan()
    answer('/jobs/job-1', { ...job, status: 'failed' })
    draw(page({ plan: makePlan({ status: 'issued' }), job: 'job-1' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('chưa được chuyển hết')
  })
})
