import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { AmendmentDraft } from '@/api/models'
import { makePlan, makeTarget, makeTask, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { amendingKey } from './amending'
import { AmendPage } from './AmendPage'

const PLAN = '/plans/plan-1'
const plan = makePlan({ version: 4 })
const group = { id: 'group-1', version: 1, plan_id: 'plan-1', code: 'I', title: 'Quản trị, điều hành', position: 1 }
const TASK = 'Tổ chức theo dõi, tổng hợp và đánh giá định kỳ'

function answerParts(over = plan) {
  answer(PLAN, over)
  answer(`${PLAN}/task-groups`, onePage(group))
  answer('/tasks', onePage(makeTask(), makeTask({ id: 'task-2', number: '2', title: 'Việc thứ hai', position: 2 })))
  answer('/targets', onePage(makeTarget()))
  answer(`${PLAN}/engagements`, { version: 4, items: [], next_cursor: null })
  answer(`${PLAN}/schedule`, { text: '', terms: [], occurrences: [], warnings: [] })
}

interface Sent {
  dry: boolean
  version: string | null
  body: AmendmentDraft
}

function takeAmendments(status = 201) {
  const sent: Sent[] = []
  server.use(
    http.post(`${location.origin}/api/v1${PLAN}/amendments`, async ({ request }) => {
      const dry = new URL(request.url).searchParams.get('dry_run') === 'true'
      const body = (await request.json()) as AmendmentDraft
      sent.push({ dry, version: request.headers.get('If-Match'), body })
      const changes = [{ entity: 'task', change: 'changed', id: 'task-1', number: '1', title: TASK, fields: [{ field: 'schedule', before: { text: 'Thường xuyên' }, after: { text: 'Quý III' } }] }]
      const problem = { code: 'stale', status, detail: 'stale', request_id: 'r' }
      if (status >= 400) return HttpResponse.json(problem, { status })
      return HttpResponse.json({ number: 1, effective_on: '2026-11-27', changes }, { status: dry ? 200 : status })
    }),
  )
  return sent
}

const page = (onDone = vi.fn()) => <AmendPage planId="plan-1" onDone={onDone} />

async function fill(user: ReturnType<typeof draw>['user']) {
  fireEvent.change(await screen.findByLabelText(/Lý do/), { target: { value: 'Theo Nghị quyết' } })
  fireEvent.change(screen.getByLabelText(/Loại văn bản/), { target: { value: 'Nghị quyết' } })
  await user.click(screen.getByRole('button', { name: `Sửa: ${TASK}` }))
  fireEvent.change(screen.getByLabelText('Thời gian thực hiện'), { target: { value: 'Quý III' } })
  await user.click(screen.getByRole('button', { name: 'Xong' }))
}

describe('a new amendment', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting(PLAN)
    for (const path of [`${PLAN}/task-groups`, '/tasks', '/targets']) answer(path, onePage())
    answer(`${PLAN}/engagements`, { version: 4, items: [], next_cursor: null })
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('is not of a plan that is closed', async () => {
    answerParts(makePlan({ status: 'closed' }))
    draw(page())
    expect(await screen.findByText('Kế hoạch không còn điều chỉnh được')).toBeVisible()
  })

  it('says what went wrong', async () => {
    answerParts()
    refuse(PLAN, 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was typed when the plan cannot be read again, and through a reload', async () => {
    answerParts()
    const { client, user } = draw(page())
    await fill(user)
    cutOff(PLAN)
    void client.invalidateQueries({ queryKey: amendingKey('plan-1') })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByText('Điều chỉnh này: thay đổi 1.')).toBeVisible()
    answerParts()
    draw(page())
    await waitFor(() => expect(screen.getAllByText('Điều chỉnh này: thay đổi 1.')).toHaveLength(2))
  })

  it('is tried, seen before and after, and only so made', async () => {
    answerParts()
    const sent = takeAmendments()
    const onDone = vi.fn()
    const { user } = draw(page(onDone))
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Dừng thực hiện: Việc thứ hai' }))
    await user.click(screen.getByRole('button', { name: 'Bỏ chỉ tiêu: Hồ sơ công việc xử lý trên môi trường điện tử' }))
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    const preview = await screen.findByRole('region', { name: 'Xem trước điều chỉnh, bổ sung lần 1' })
    expect(within(preview).getByText('Quý III')).toBeVisible()
    await user.click(within(preview).getByRole('button', { name: 'Ban hành điều chỉnh lần 1' }))
    await waitFor(() => expect(onDone).toHaveBeenCalled())
    expect(sent.map(({ dry, version }) => [dry, version])).toEqual([[true, '"4.0"'], [false, '"4.0"']])
    expect(sent[1]?.body).toEqual(sent[0]?.body)
    expect(sent[1]?.body).toMatchObject({
      reason: 'Theo Nghị quyết',
      legal_bases: [expect.objectContaining({ type: 'Nghị quyết' })],
      tasks: { add: [], change: [{ task: 'task-1', schedule: { text: 'Quý III' } }], cancel: ['task-2'] },
      targets: { add: [], change: [], cancel: ['target-1'] },
    })
  })

  it('must be seen again once something else is typed', async () => {
    answerParts()
    takeAmendments()
    const { user } = draw(page())
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    await screen.findByRole('button', { name: 'Ban hành điều chỉnh lần 1' })
    await user.click(screen.getByRole('button', { name: 'Dừng thực hiện: Việc thứ hai' }))
    expect(screen.queryByRole('button', { name: 'Ban hành điều chỉnh lần 1' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Xem trước lại' })).toBeEnabled()
  })

  it('says why it was refused, and lets nothing unfinished go', async () => {
    answerParts()
    takeAmendments(412)
    const { user } = draw(page())
    await fill(user)
    await user.click(screen.getByRole('button', { name: 'Xem trước' }))
    expect(await screen.findByRole('alert')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Bổ sung nhiệm vụ vào nhóm I' }))
    expect(screen.getByText('Có nhiệm vụ chưa ghi tên.')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Xem trước' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Không bổ sung nữa' }))
    expect(screen.getByRole('button', { name: 'Xem trước' })).toBeEnabled()
  })
})
