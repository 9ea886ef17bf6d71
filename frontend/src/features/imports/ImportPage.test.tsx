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
    created_at: '2026-11-27T00:00:00Z', updated_at: '2026-11-27T00:00:00Z', remarks: [], rows: [task, sure],
    header: {
      issuer: 'Sở GDĐT', parent: null, number: null, issued_on: null, place: null, title: 'Kế hoạch', year: 2026,
      horizon_years: [2026], signer: null, legal_bases: [], recipients: [], problems: [],
    },
    left_out: [],
    ...over,
  } as PlanImport
}

const page = (over: Partial<Parameters<typeof ImportPage>[0]> = {}) => (
  <ImportPage id="import-1" onStarted={vi.fn()} onCommitted={vi.fn()} {...over} />
)

describe('importing a plan', () => {
  beforeEach(() => sessionStorage.clear())

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
    await waitFor(() => expect(onCommitted).toHaveBeenCalledWith('plan-9'))
    expect(sent).toEqual([{ header: { number: '99/KH' } }])
  })
})
