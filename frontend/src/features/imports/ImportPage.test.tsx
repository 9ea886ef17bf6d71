import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { PlanImport } from '@/api/models'
import { department } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { importKeys } from './api'
import { ImportPage } from './ImportPage'

const address = (path: string) => `${location.origin}/api/v1${path}`
const office = { id: 'office', code: 'vp', name: 'Văn phòng Sở Giáo dục và Đào tạo' }

const task: PlanImport['rows'][number] = {
  position: 1,
  kind: 'task',
  source: { page: 3, table: 1, row: 4, cells: [{ column: 'Nhiệm vụ', text: 'Học bạ số' }] },
  confidence: 0.7,
  included: true,
  corrected: [],
  problems: [{ code: 'lead_missing', field: 'lead', message: 'Chưa rõ đơn vị chủ trì.' }],
  understood: {
    group: 'I', group_title: 'Số hóa', number: '1', parent_number: null, title: 'Triển khai học bạ số',
    results: ['Báo cáo'], results_text: 'Báo cáo', lead: ['VP Sở'], coordinating: [],
    lead_printed: ['VP Sở'], coordinating_printed: [], lead_text: 'VP Sở', coordinating_text: '',
    matched: { lead: [{ ...office, kind: 'unit', printed_name: 'VP Sở', confidence: 0.95 }], coordinating: [] },
    note: '', other: [], deadline_text: 'Quý II', schedule: null,
  },
}
const sure = { ...task, position: 2, source: { ...task.source, row: 5 }, confidence: 1, problems: [], understood: { ...task.understood, title: 'Việc rõ ràng' } }

function makeImport(over: Partial<PlanImport> = {}): PlanImport {
  return {
    id: 'import-1', version: 5, unit: department, status: 'ready', filename: 'ke-hoach.docx', size: 1000, progress: 100,
    refusal: null, row_count: 2, doubtful_count: 1, job: null, plan_id: null, parent_plan_id: null,
    created_at: '2026-11-27T00:00:00Z', updated_at: '2026-11-27T00:00:00Z', problems: [], open_names: [], rows: [task, sure],
    header: {
      issuer: 'Sở GDĐT', parent: null, number: null, issued_on: null, place: null, title: 'Kế hoạch', year: 2026,
      horizon_years: [2026], signer: null, legal_bases: [], recipients: [], problems: [],
    },
    left_out: [],
    ...over,
  }
}

const page = (over: Partial<Parameters<typeof ImportPage>[0]> = {}) => (
  <ImportPage id="import-1" onStarted={vi.fn()} onCommitted={vi.fn()} {...over} />
)

describe('importing a plan', () => {
  beforeEach(() => {
    sessionStorage.clear()
    answer('/plan-imports', { items: [], next_cursor: null })
  })

  it('sends the file that is chosen', async () => {
    server.use(http.post(address('/plan-imports'), () => HttpResponse.json(makeImport({ status: 'reading' }), { status: 202 })))
    const onStarted = vi.fn()
    const { user } = draw(page({ id: undefined, onStarted }))
    await user.upload(screen.getByLabelText('Chọn tệp từ máy'), new File(['x'], 'ke-hoach.docx'))
    await waitFor(() => expect(onStarted).toHaveBeenCalledWith('import-1'))
  })

  it('shows that it is loading, then how far the reading is', () => {
    keepWaiting('/plan-imports/import-1')
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says how far the reading is', async () => {
    answer('/plan-imports/import-1', makeImport({ status: 'reading', progress: 40, rows: [] }))
    draw(page())
    expect(await screen.findByText('Đang đọc tệp: 40 %')).toBeVisible()
  })

  it('says why a file is refused, and takes another', async () => {
    const refusal = { code: 'scan', message: 'Tệp PDF là ảnh quét.' }
    answer('/plan-imports/import-1', makeImport({ status: 'refused', refusal, rows: [] }))
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Tệp PDF là ảnh quét.')
    expect(screen.getByLabelText('Chọn tệp từ máy')).toBeEnabled()
  })

  it('says what became of a file thrown away, and of one committed', async () => {
    answer('/plan-imports/import-1', makeImport({ status: 'discarded' }))
    draw(page())
    expect(await screen.findByText('Tệp này đã bỏ')).toBeVisible()
  })

  it('says that it may not be seen', async () => {
    refuse('/plan-imports/import-1', 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('shows the paper beside what was understood, and only the doubtful when asked', async () => {
    answer('/plan-imports/import-1', makeImport())
    const { user } = draw(page())
    expect(await screen.findByText('Trang 3, bảng 1, dòng 4', { exact: false })).toBeVisible()
    expect(screen.getByText('Cần xem lại, chắc 70 %')).toBeVisible()
    expect(screen.getByText('Chưa rõ đơn vị chủ trì.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: /^Cần xem lại/ }))
    expect(screen.queryByText(/Việc rõ ràng/)).toBeNull()
  })

  it('says that the plan is there already, with the way to it', async () => {
    const message = 'Có thể đơn vị đã có kế hoạch này cho năm 2026: “Kế hoạch”, số 12/KH-SGDĐT, đã ban hành.'
    const problems = [
      { code: 'plan_exists', field: 'number', message, plan_id: 'plan-9' },
      { code: 'signer_missing', field: 'signer', message: 'Chưa rõ người ký.', plan_id: null },
    ]
    answer('/plan-imports/import-1', makeImport({ header: { ...makeImport().header, problems } }))
    draw(page())
    expect(await screen.findByText(message, { exact: false })).toBeVisible()
    expect(screen.getByText('Chưa rõ người ký.')).toBeVisible()
    expect(screen.getAllByRole('link', { name: 'Xem kế hoạch đó' }).map((link) => link.getAttribute('href'))).toEqual(['/plans/plan-9'])
  })

  it('puts a row right in place, and keeps what was typed when the line is cut', async () => {
    answer('/plan-imports/import-1', makeImport({ rows: [task] }))
    const sent: unknown[] = []
    server.use(
      http.patch(address('/plan-imports/import-1/rows/1'), async ({ request }) => {
        sent.push(request.headers.get('If-Match'), await request.json())
        return HttpResponse.json(makeImport({ version: 6, rows: [sure] }))
      }),
    )
    const { client, user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Sửa: Triển khai học bạ số' }))
    fireEvent.change(screen.getByLabelText('Thời gian thực hiện'), { target: { value: 'Quý III' } })
    cutOff('/plan-imports/import-1')
    void client.invalidateQueries({ queryKey: importKeys.one('import-1') })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual(['"5.0"', { included: true, understood: { deadline_text: 'Quý III' } }]))
    expect(await screen.findByText('Đã hiểu rõ')).toBeVisible()
  })

  it('makes the draft with what is typed in its header', async () => {
    answer('/plan-imports/import-1', makeImport())
    const sent: unknown[] = []
    server.use(
      http.patch(address('/plan-imports/import-1'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6 }))
      }),
      http.post(address('/plan-imports/import-1/commit'), () => HttpResponse.json({ id: 'plan-9', left_out: [] }, { status: 201 })),
    )
    const onCommitted = vi.fn()
    const { user } = draw(page({ onCommitted }))
    fireEvent.change(await screen.findByLabelText('Số, ký hiệu'), { target: { value: '99/KH' } })
    await user.click(screen.getByRole('button', { name: 'Tạo dự thảo' }))
    await waitFor(() => expect(onCommitted).toHaveBeenCalledWith('plan-9', true))
    expect(sent).toEqual([{ header: { number: '99/KH' } }])
  })

  it('says of a row that it is right, and goes on to the next in doubt', async () => {
    const other = { ...task, position: 3, source: { ...task.source, row: 6 }, understood: { ...task.understood, title: 'Việc thứ ba' } }
    answer('/plan-imports/import-1', makeImport({ rows: [task, sure, other] }))
    const sent: unknown[] = []
    server.use(
      http.patch(address('/plan-imports/import-1/rows/1'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6, rows: [{ ...task, confidence: 1, problems: [] }, sure, other] }))
      }),
    )
    const { user } = draw(page())
    expect(await screen.findByText('Còn 2 dòng cần xem lại')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đúng rồi: Triển khai học bạ số' }))
    expect(await screen.findByText('Còn 1 dòng cần xem lại')).toBeVisible()
    expect(sent).toEqual([{ included: true, checked: true }])
    await waitFor(() => expect(screen.getByRole('listitem', { name: 'Việc thứ ba' })).toHaveFocus())
  })

  it('goes to the next row in doubt by the keyboard', async () => {
    answer('/plan-imports/import-1', makeImport({ rows: [sure, { ...task, position: 2 }].map((row, at) => ({ ...row, position: at + 1 })) }))
    const { user } = draw(page())
    await screen.findByText('Còn 1 dòng cần xem lại')
    await user.keyboard('{F8}')
    await waitFor(() => expect(screen.getByRole('listitem', { name: 'Triển khai học bạ số' })).toHaveFocus())
  })

  it('settles a name once for all rows', async () => {
    const guess = { ...office, kind: 'unit' as const, printed_name: 'VP', confidence: 0.85 }
    answer('/plan-imports/import-1', makeImport({ open_names: [{ printed_name: 'VP', row_count: 38, guess }] }))
    const sent: unknown[] = []
    server.use(
      http.post(address('/plan-imports/import-1/names'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6 }))
      }),
    )
    const { user } = draw(page())
    expect(await screen.findByText('38 dòng')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đúng, là Văn phòng Sở Giáo dục và Đào tạo' }))
    await waitFor(() => expect(screen.queryByText('38 dòng')).toBeNull())
    expect(sent).toEqual([{ names: [{ printed_name: 'VP', unit: 'office' }] }])
  })

  it('adds a row that the document says in running text, and deletes it again', async () => {
    answer('/plan-imports/import-1', makeImport())
    const added = { ...sure, position: 2, source: { page: null, table: 0, row: 0, cells: [] }, understood: { ...sure.understood, title: 'Việc thêm' } }
    const sent: unknown[] = []
    server.use(
      http.post(address('/plan-imports/import-1/rows'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6, rows: [task, added] }), { status: 201 })
      }),
      http.delete(address('/plan-imports/import-1/rows/2'), () => HttpResponse.json(makeImport({ version: 7, rows: [task] }))),
    )
    const { user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Thêm dòng dưới: Triển khai học bạ số' }))
    fireEvent.change(screen.getByLabelText(/^Nội dung/), { target: { value: 'Việc thêm' } })
    await user.click(screen.getByRole('button', { name: 'Thêm dòng' }))
    await user.click(await screen.findByRole('button', { name: 'Xóa dòng thêm tay: Việc thêm' }))
    await waitFor(() => expect(screen.queryByText('Việc thêm')).toBeNull())
    expect(sent).toEqual([{ kind: 'task', after: 1, understood: { title: 'Việc thêm' } }])
  })

  it('chooses the indicator that a target matches, or a new one', async () => {
    const target = {
      ...task, kind: 'target' as const,
      understood: {
        ...task.understood, title: undefined, results: undefined, deadline_text: undefined, name: 'Trường có học bạ số',
        unit_of_measure: '%', target_text: '100%', comparator: 'eq', value: 100, value_max: null, year: 2026, baseline: null,
        matched_indicator: { id: 'old', code: 'x', name: 'Chỉ số cũ', confidence: 1 },
      },
    }
    delete (target.understood as Record<string, unknown>).deadline_text
    answer('/plan-imports/import-1', makeImport({ rows: [target as unknown as typeof task] }))
    answer('/indicators', { items: [], next_cursor: null })
    const sent: unknown[] = []
    server.use(
      http.patch(address('/plan-imports/import-1/rows/1'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6 }))
      }),
    )
    const { user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Sửa: Trường có học bạ số' }))
    expect(screen.getByRole('textbox', { name: 'Đo bằng chỉ số' })).toHaveValue('Chỉ số cũ')
    await user.click(screen.getByRole('button', { name: 'Tạo chỉ số mới thay cho chỉ số này' }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual([{ included: true, understood: { matched_indicator: null } }]))
  })

  it('puts the legal bases right', async () => {
    const basis = { type: 'Quyết định', number: '1/QĐ', issued_on: null, issuer: null, title: null }
    const header = { ...makeImport().header, legal_bases: [basis], recipients: ['Như trên'] }
    answer('/plan-imports/import-1', makeImport({ header }))
    const sent: unknown[] = []
    server.use(
      http.patch(address('/plan-imports/import-1'), async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makeImport({ version: 6, header }))
      }),
    )
    const { user } = draw(page())
    await user.click(await screen.findByText('Căn cứ (1), nơi nhận (1)'))
    fireEvent.change(await screen.findByLabelText('Về việc'), { target: { value: 'Chuyển đổi số' } })
    await user.click(screen.getByRole('button', { name: 'Lưu thông tin chung' }))
    await waitFor(() => expect(sent).toEqual([{ header: { legal_bases: [{ ...basis, title: 'Chuyển đổi số' }] } }]))
  })

  it('says what became no row', async () => {
    const source = { page: null, table: 2, row: 9, cells: [] }
    answer('/plan-imports/import-1', makeImport({ problems: [{ code: 'row_set_aside', field: '', message: 'Không thành dòng: Ghi chú', source }] }))
    const { user } = draw(page())
    await user.click(await screen.findByText('1 nội dung trong tệp chưa thành dòng nào'))
    expect(screen.getByText('Không thành dòng: Ghi chú')).toBeVisible()
  })

  it('says after committing what the draft lacks, with ways to it', async () => {
    const left = { position: 1, code: 'unit_not_matched', field: 'lead', message: 'Chưa xác định được đơn vị “VP Sở”.' }
    answer('/plan-imports/import-1', makeImport({ status: 'committed', plan_id: 'plan-9', left_out: [left] }))
    draw(page())
    expect(await screen.findByText('1 nội dung dự thảo chưa có đủ')).toBeVisible()
    expect(screen.getByText(left.message)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Triển khai học bạ số' })).toBeVisible()
  })

  it('lists the files sent before, takes one up again and throws one away', async () => {
    const ready = makeImport({ id: 'i1', filename: 'dang-sua.docx' })
    const done = makeImport({ id: 'i2', filename: 'xong.docx', status: 'committed', plan_id: 'plan-9' })
    answer('/plan-imports', { items: [ready, done], next_cursor: null })
    let discarded = false
    server.use(
      http.post(address('/plan-imports/i1/discard'), () => {
        discarded = true
        return HttpResponse.json(makeImport({ status: 'discarded' }))
      }),
    )
    const { user } = draw(page({ id: undefined }))
    expect(await screen.findByRole('link', { name: 'dang-sua.docx' })).toHaveAttribute('href', expect.stringContaining('i1'))
    expect(screen.getByText('Đã thành dự thảo')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Bỏ tệp này: dang-sua.docx' }))
    await user.click(screen.getByRole('button', { name: 'Bỏ hẳn tệp này' }))
    await waitFor(() => expect(discarded).toBe(true))
  })
})
