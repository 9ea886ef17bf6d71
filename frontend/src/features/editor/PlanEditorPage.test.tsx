import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { makePlan, makeTarget, makeTask, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { editorKeys } from './api'
import { PlanEditorPage } from './PlanEditorPage'

const group = { id: 'group-1', version: 1, plan_id: 'plan-1', code: 'I', title: 'Quản trị, điều hành', position: 1 }
const draft = makePlan({ status: 'draft', version: 4 })
const address = (path: string) => `${location.origin}/api/v1${path}`

function answerParts(over: { tasks?: ReturnType<typeof makeTask>[] } = {}) {
  answer('/plans/plan-1', draft)
  answer('/plans/plan-1/task-groups', onePage(group))
  answer('/tasks', onePage(...(over.tasks ?? [makeTask({ version: 3 })])))
  answer('/targets', onePage(makeTarget()))
  answer('/plans/plan-1/schedule', { text: '', terms: [], occurrences: [], warnings: ['undated'] })
}

const page = <PlanEditorPage planId="plan-1" onDeleted={vi.fn()} />

function takeDown(method: 'patch' | 'post', path: string, status = 200, body: object = {}) {
  const sent: unknown[] = []
  server.use(
    http[method](address(path), async ({ request }) => {
      sent.push(request.headers.get('If-Match'), await request.json())
      return HttpResponse.json(body, { status })
    }),
  )
  return sent
}

async function openTask(user: ReturnType<typeof draw>['user']) {
  await user.click(await screen.findByRole('button', { name: /^Sửa: Tổ chức theo dõi/ }))
  return screen.getByRole('textbox', { name: /^Nhiệm vụ/ })
}

describe('a draft being written', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    answerParts()
    keepWaiting('/tasks')
    draw(page)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says how to begin when it is empty', async () => {
    answerParts({ tasks: [] })
    draw(page)
    expect(await screen.findByText(/Dự thảo chưa có nhiệm vụ/)).toBeVisible()
  })

  it('is not offered once it is issued', async () => {
    answerParts()
    answer('/plans/plan-1', makePlan())
    draw(page)
    expect(await screen.findByText('Kế hoạch đã ban hành')).toBeVisible()
  })

  it('says that it may not be seen', async () => {
    answerParts()
    refuse('/plans/plan-1', 404, 'not_found')
    draw(page)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was typed when it cannot read again, and through a reload', async () => {
    answerParts()
    const { client, user } = draw(page)
    fireEvent.change(await openTask(user), { target: { value: 'Tên mới' } })
    cutOff('/tasks')
    void client.invalidateQueries({ queryKey: editorKeys.plan('plan-1') })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByRole('textbox', { name: /^Nhiệm vụ/ })).toHaveValue('Tên mới')
    expect(sessionStorage.getItem('lotrinh.draft.task.plan-1.task-1')).toContain('Tên mới')
  })

  it('sends only what was typed over a task', async () => {
    answerParts()
    const sent = takeDown('patch', '/tasks/task-1')
    const { user } = draw(page)
    fireEvent.change(await openTask(user), { target: { value: 'Tên mới' } })
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual(['"3.0"', { title: 'Tên mới' }]))
  })

  it('reads a deadline while it is typed', async () => {
    answerParts()
    const asked = answerQueries('/plans/plan-1/schedule', () => ({
      text: 'Trước ngày 30/6',
      terms: [{ kind: 'date', on: '2026-06-30', bound: 'before', tentative: false, doubtful: false }],
      occurrences: [{ label: '2026-06-29', due_at: '2026-06-29T16:59:59Z' }],
      warnings: ['year_assumed'],
    }))
    const { user } = draw(page)
    await openTask(user)
    fireEvent.change(screen.getByLabelText('Thời gian thực hiện'), { target: { value: 'Trước ngày 30/6' } })
    expect(await screen.findByText(/Trước ngày 30\/06\/2026/, {}, { timeout: 3000 })).toBeVisible()
    expect(screen.getByText(/Văn bản không ghi năm/)).toBeVisible()
    await waitFor(() => expect(new URLSearchParams(asked.at(-1)).get('text')).toBe('Trước ngày 30/6'))
  })

  it('shows what somebody else wrote meanwhile, and lets the reader choose', async () => {
    answerParts()
    const { client, user } = draw(page)
    fireEvent.change(await openTask(user), { target: { value: 'Của tôi' } })
    answer('/tasks', onePage(makeTask({ version: 4, title: 'Của người khác' })))
    await client.invalidateQueries({ queryKey: editorKeys.plan('plan-1') })
    expect(await screen.findByText('Bản mới: Của người khác')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
    const sent = takeDown('patch', '/tasks/task-1')
    await user.click(screen.getByRole('button', { name: 'Giữ nội dung tôi đã gõ' }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual(['"4.0"', { title: 'Của tôi' }]))
  })

  it('finds units by name, and keeps a name that none has', async () => {
    answerParts()
    answer('/audiences', onePage({ id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }))
    answer('/units', onePage({ id: 'office', code: 'vp', name: 'Văn phòng Sở Giáo dục và Đào tạo' }))
    const sent = takeDown('patch', '/tasks/task-1')
    const { user } = draw(page)
    await openTask(user)
    const box = screen.getByRole('textbox', { name: 'Phối hợp' })
    await user.click(box)
    await user.click(await screen.findByRole('option', { name: 'Các cơ sở giáo dục' }))
    await user.type(box, 'Viettel')
    await user.click(await screen.findByRole('option', { name: /Ghi “Viettel”/ }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent[1]).toEqual({
      participations: [
        { role: 'lead', unit: 'office', audience: null, printed_name: 'Văn phòng Sở' },
        { role: 'coordinate', unit: null, audience: 'schools', printed_name: 'Các cơ sở giáo dục' },
        { role: 'coordinate', unit: null, audience: null, printed_name: 'Viettel' },
      ],
    })
  })

  it('changes the places of two neighbours', async () => {
    answerParts({ tasks: [makeTask(), makeTask({ id: 'task-2', title: 'Việc thứ hai', position: 2 })] })
    const first = takeDown('patch', '/tasks/task-1')
    const second = takeDown('patch', '/tasks/task-2')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Chuyển lên: Việc thứ hai' }))
    await waitFor(() => expect(first).toEqual(['"1.0"', { position: 2 }]))
    expect(second).toEqual(['"1.0"', { position: 1 }])
  })

  it('reads the printed figure of a target into how it is judged', async () => {
    answerParts()
    const sent = takeDown('patch', '/targets/target-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: /^Sửa: Hồ sơ công việc/ }))
    fireEvent.change(screen.getByLabelText(/^Mức giao/), { target: { value: 'từ 90 - 95%' } })
    expect(screen.getByLabelText('Cách đánh giá')).toHaveValue('range')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() =>
      expect(sent[1]).toEqual({ text: 'từ 90 - 95%', comparator: 'range', value: 90, value_max: 95 }),
    )
  })

  it('adds a task under a heading, with the next number', async () => {
    answerParts()
    const sent = takeDown('post', '/tasks', 201)
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Thêm nhiệm vụ vào nhóm I' }))
    fireEvent.change(screen.getByRole('textbox', { name: /^Nhiệm vụ/ }), { target: { value: 'Việc mới' } })
    fireEvent.change(screen.getByRole('textbox', { name: /^Sản phẩm/ }), { target: { value: 'Kế hoạch\nBáo cáo' } })
    const form = screen.getByRole('textbox', { name: /^Nhiệm vụ/ }).closest('form')
    await user.click(within(form ?? document.body).getByRole('button', { name: 'Thêm nhiệm vụ' }))
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent[1]).toMatchObject({
      plan: 'plan-1',
      group: 'group-1',
      number: '2',
      title: 'Việc mới',
      deliverables: [
        { title: 'Kế hoạch', kind: 'document', status: 'open' },
        { title: 'Báo cáo', kind: 'document', status: 'open' },
      ],
    })
  })

  it('saves the plan’s own particulars', async () => {
    answerParts()
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    fireEvent.change(await screen.findByLabelText('Số, ký hiệu'), { target: { value: '15/KH' } })
    await user.click(screen.getByRole('button', { name: 'Thêm căn cứ' }))
    fireEvent.change(screen.getByLabelText(/Loại văn bản/), { target: { value: 'Nghị quyết' } })
    await user.click(screen.getByRole('button', { name: 'Lưu thông tin chung' }))
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent).toEqual(['"4.0"', expect.objectContaining({ number: '15/KH', legal_bases: [expect.objectContaining({ type: 'Nghị quyết' })] })])
  })
})
