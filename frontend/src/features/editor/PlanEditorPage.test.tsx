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

interface Parts {
  plan?: Partial<typeof draft>
  groups?: (typeof group)[]
  tasks?: ReturnType<typeof makeTask>[]
  rules?: object[]
}

function answerParts(over: Parts = {}) {
  answer('/plans/plan-1', { ...draft, ...over.plan })
  answer('/plans/plan-1/task-groups', onePage(...(over.groups ?? [group])))
  answer('/plans/plan-1/reporting-rules', { version: 4, items: over.rules ?? [], next_cursor: null })
  answer('/tasks', onePage(...(over.tasks ?? [makeTask({ version: 3 })])))
  answer('/targets', onePage(makeTarget()))
  answer('/plans/plan-1/schedule', { text: '', terms: [], occurrences: [], warnings: ['undated'] })
}

const page = <PlanEditorPage planId="plan-1" onDeleted={vi.fn()} />

function takeDown(method: 'patch' | 'post' | 'put', path: string, status = 200, body: object = {}) {
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

  it('deletes a heading without its tasks, which come under the one chosen', async () => {
    const other = { ...group, id: 'group-2', code: 'II', title: 'Hạ tầng số', position: 2 }
    const row = makeTask({ id: 'task-2', version: 5, title: 'Dòng con', parent_id: 'task-1' })
    answerParts({ groups: [group, other], tasks: [makeTask({ version: 3 }), row] })
    const moved = takeDown('patch', '/tasks/task-1')
    const gone: unknown[] = []
    server.use(
      http.delete(address('/plans/plan-1/task-groups/group-1'), ({ request }) => {
        gone.push(request.headers.get('If-Match'))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Xóa: Quản trị, điều hành' }))
    const asked = within(screen.getByRole('group', { name: 'Xóa nhóm: Quản trị, điều hành' }))
    expect(asked.getByText(/Nhóm có 2 nhiệm vụ. Xóa nhóm không làm mất/)).toBeVisible()
    await user.selectOptions(asked.getByLabelText('Chuyển sang'), 'II. Hạ tầng số')
    await user.click(asked.getByRole('button', { name: 'Xóa nhóm' }))
    // Its sub-row goes with it.
    await waitFor(() => expect(gone).toEqual(['"1.0"']))
    expect(moved).toEqual(['"3.0"', { group: 'group-2' }])
  })

  it('asks nothing more of a heading that holds nothing', async () => {
    answerParts({ tasks: [] })
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Xóa: Quản trị, điều hành' }))
    expect(screen.getByText(/Nhóm này chưa có nội dung nào/)).toBeVisible()
    expect(screen.queryByLabelText('Chuyển sang')).not.toBeInTheDocument()
  })

  it('gives a heading of targets another code, its targets with it', async () => {
    answerParts()
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Sửa: Thể chế và quản trị số' }))
    fireEvent.change(screen.getByLabelText(/^Ký hiệu/), { target: { value: 'A' } })
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    const headings = [{ code: 'A', title: 'Thể chế và quản trị số', takes: ['I'] }]
    await waitFor(() => expect(sent).toEqual(['"4.0"', { target_groups: headings }]))
  })

  it('deletes a heading of targets, which come under another', async () => {
    const kept = { code: 'II', title: 'Hạ tầng số' }
    answerParts({ plan: { target_groups: [...draft.target_groups, kept] } })
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Xóa: Thể chế và quản trị số' }))
    expect(screen.getByText(/Nhóm có 1 chỉ tiêu/)).toBeVisible()
    await user.selectOptions(screen.getByLabelText('Chuyển sang'), 'II. Hạ tầng số')
    await user.click(screen.getByRole('button', { name: 'Xóa nhóm' }))
    await waitFor(() => expect(sent[1]).toEqual({ target_groups: [{ ...kept, takes: ['I'] }] }))
  })

  it('adds a sub-row below a task, with its number', async () => {
    answerParts({
      tasks: [makeTask({ number: '2' }), makeTask({ id: 'task-2', number: '2.1', title: 'Dòng con', parent_id: 'task-1' })],
    })
    const sent = takeDown('post', '/tasks', 201)
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: /^Thêm nhiệm vụ con: Tổ chức theo dõi/ }))
    const title = screen.getByRole('textbox', { name: /^Nhiệm vụ/ })
    fireEvent.change(title, { target: { value: 'Việc con' } })
    const form = within(title.closest('form') ?? document.body)
    expect(form.queryByLabelText('Nhóm nhiệm vụ')).not.toBeInTheDocument()
    expect(form.getByLabelText('Thuộc nhiệm vụ')).toHaveValue('task-1')
    await user.click(form.getByRole('button', { name: 'Thêm nhiệm vụ' }))
    await waitFor(() => expect(sent[1]).toMatchObject({ parent: 'task-1', number: '2.2', title: 'Việc con' }))
  })

  it('makes a sub-row a task of its own', async () => {
    answerParts({ tasks: [makeTask(), makeTask({ id: 'task-2', title: 'Dòng con', parent_id: 'task-1' })] })
    const sent = takeDown('patch', '/tasks/task-2')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Sửa: Dòng con' }))
    await user.selectOptions(screen.getByLabelText('Thuộc nhiệm vụ'), 'Không, là nhiệm vụ riêng')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual(['"1.0"', { parent: null }]))
  })
})

const office = { id: 'office', code: 'vp', name: 'Văn phòng Sở Giáo dục và Đào tạo' }
const finance = { unit_name: 'Phòng Tài chính', unit: null, text: 'Bố trí kinh phí' }
const managing = { unit_name: 'Văn phòng Sở', unit: office, text: 'Đầu mối theo dõi' }
const rule = {
  id: 'rule-1',
  subject: 'Kết quả thực hiện kế hoạch',
  who_name: 'Các đơn vị',
  who: [{ unit: null, audience: null, printed_name: 'Các đơn vị' }],
  via: [{ unit: office, audience: null, printed_name: 'Văn phòng Sở' }],
  to_name: 'Sở (qua Văn phòng Sở)',
  to: [{ unit: null, audience: null, printed_name: 'Sở' }],
  cadence: 'quarter',
  due_text: 'Trước ngày 05',
  section: 'V.5',
}

describe('what a draft prints beside its tables', () => {
  beforeEach(() => sessionStorage.clear())

  it('lays a duty on a unit found by name', async () => {
    answerParts({ plan: { duties: [finance] } })
    answer('/audiences', onePage({ id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }))
    answer('/units', onePage(office))
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Thêm đơn vị được phân công' }))
    const unit = screen.getByRole('textbox', { name: 'Đơn vị, như văn bản ghi' })
    await user.click(unit)
    await user.click(await screen.findByRole('option', { name: office.name }))
    expect(screen.queryByRole('option', { name: 'Các cơ sở giáo dục' })).not.toBeInTheDocument()
    fireEvent.change(screen.getByLabelText(/^Trách nhiệm/), { target: { value: 'Tổng hợp, báo cáo' } })
    expect(sessionStorage.getItem('lotrinh.draft.duty.plan-1.new')).toContain('Tổng hợp, báo cáo')
    await user.click(screen.getByRole('button', { name: 'Thêm đơn vị được phân công' }))
    const duties = [
      { unit_name: 'Phòng Tài chính', unit: null, text: 'Bố trí kinh phí' },
      { unit_name: office.name, unit: 'office', text: 'Tổng hợp, báo cáo' },
    ]
    await waitFor(() => expect(sent).toEqual(['"4.0"', { duties }]))
  })

  it('names several units as printed', async () => {
    answerParts()
    answer('/audiences', onePage())
    answer('/units', onePage())
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Thêm đơn vị được phân công' }))
    await user.type(screen.getByRole('textbox', { name: 'Đơn vị, như văn bản ghi' }), 'Các phòng')
    await user.click(await screen.findByRole('option', { name: /Ghi “Các phòng”/ }))
    fireEvent.change(screen.getByLabelText(/^Trách nhiệm/), { target: { value: 'Phối hợp' } })
    await user.click(screen.getByRole('button', { name: 'Thêm đơn vị được phân công' }))
    await waitFor(() => expect(sent[1]).toEqual({ duties: [{ unit_name: 'Các phòng', unit: null, text: 'Phối hợp' }] }))
  })

  it('puts duties in another order and takes one away', async () => {
    answerParts({ plan: { duties: [finance, managing] } })
    const sent = takeDown('patch', '/plans/plan-1')
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Chuyển lên: Văn phòng Sở' }))
    await waitFor(() => expect(sent[1]).toEqual({ duties: [{ ...managing, unit: 'office' }, finance] }))
    await user.click(screen.getByRole('button', { name: 'Xóa: Văn phòng Sở' }))
    await user.click(screen.getByRole('button', { name: 'Xóa hẳn' }))
    await waitFor(() => expect(sent[3]).toEqual({ duties: [finance] }))
  })

  it('shows a duty that somebody else rewrote meanwhile', async () => {
    answerParts({ plan: { duties: [finance] } })
    const { client, user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Sửa: Phòng Tài chính' }))
    fireEvent.change(screen.getByLabelText(/^Trách nhiệm/), { target: { value: 'Của tôi' } })
    answer('/plans/plan-1', { ...draft, version: 5, duties: [{ ...finance, text: 'Của người khác' }] })
    await client.invalidateQueries({ queryKey: editorKeys.plan('plan-1') })
    expect(await screen.findByText('Bản mới: Của người khác')).toBeVisible()
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
  })

  it('says who reports to whom, and keeps the printed names nobody wrote over', async () => {
    answerParts({ rules: [rule] })
    const sent = takeDown('put', '/plans/plan-1/reporting-rules')
    const { user } = draw(page)
    expect(await screen.findByText('Các đơn vị → Văn phòng Sở → Sở')).toBeVisible()
    expect(screen.getByText('Hằng quý · Trước ngày 05')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Sửa: Kết quả thực hiện kế hoạch' }))
    await user.selectOptions(screen.getByLabelText('Kỳ báo cáo'), 'Hằng tháng')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent).toEqual([
      '"4.0"',
      {
        items: [
          {
            subject: rule.subject,
            who_name: 'Các đơn vị',
            who: [{ unit: null, audience: null, printed_name: 'Các đơn vị' }],
            via: [{ unit: 'office', audience: null, printed_name: 'Văn phòng Sở' }],
            to_name: 'Sở (qua Văn phòng Sở)',
            to: [{ unit: null, audience: null, printed_name: 'Sở' }],
            cadence: 'month',
            due_text: 'Trước ngày 05',
            section: 'V.5',
          },
        ],
      },
    ])
  })
})
