import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import { makeReportDetail, makeReportFigure, makeReportWork } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takeChanges, takePosts } from '@/test/server'

import { reportKeys } from './api'
import { ReportPage } from './ReportPage'

const REPORT = '/reports/report-1'
const page = () => <ReportPage reportId="report-1" />

describe('a report', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting(REPORT)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what went wrong', async () => {
    refuse(REPORT, 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was typed when it cannot read again', async () => {
    answer(REPORT, makeReportDetail())
    server.use(http.patch(`${location.origin}/api/v1${REPORT}`, () => HttpResponse.error()))
    const { client, user } = draw(page())
    const text = await screen.findByRole('textbox', { name: 'Tồn tại, hạn chế và nguyên nhân' })
    await user.type(text, 'Thiếu máy quét')
    cutOff(REPORT)
    void client.invalidateQueries({ queryKey: reportKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(text).toHaveValue('Thiếu máy quét')
    expect(screen.getByText(/Chưa lưu/)).toBeVisible()
  })

  it('keeps a text when its field is left, over the version that was read', async () => {
    answer(REPORT, makeReportDetail())
    const sent = takeChanges(REPORT, () => makeReportDetail({ version: 4 }))
    const { user } = draw(page())
    await user.type(await screen.findByRole('textbox', { name: 'Tồn tại, hạn chế và nguyên nhân' }), 'Thiếu máy')
    await user.tab()
    await waitFor(() => expect(sent).toEqual([{ version: '"3.0"', body: { sections: { 'ton-tai': 'Thiếu máy' } } }]))
  })

  it('says which of its figures keep it from being received unread, and what the unit says to them', async () => {
    const missing = makeReportFigure({ name: 'Học bạ số' })
    const jumped = makeReportFigure({ id: 'b', answer: 'given', state: 'sent', warnings: ['jump'], note: 'Thêm một cơ sở' })
    const figures = [missing, jumped, makeReportFigure({ id: 'c', name: 'Không hỏi', asked: false })]
    answer(REPORT, makeReportDetail({ status: 'sent', flaws: 2, figures, may: ['receive'] }))
    draw(page())
    const lines = (await screen.findByText('2 số liệu cần xem lại', { selector: 'p' })).parentElement
    expect(lines).toHaveTextContent('Học bạ số: chưa có số liệu')
    expect(lines).toHaveTextContent('khác hẳn kỳ trước (đơn vị giải thích: Thêm một cơ sở)')
    expect(lines).not.toHaveTextContent('Không hỏi')
  })

  it('takes a figure as people write it', async () => {
    answer(REPORT, makeReportDetail())
    const sent: unknown[] = []
    server.use(
      http.put(`${location.origin}/api/v1/indicator-values`, async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json({})
      }),
    )
    const { user } = draw(page())
    await user.type(await screen.findByRole('textbox', { name: 'Số người đang dùng' }), '1.042')
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
    await user.type(screen.getByRole('textbox', { name: 'Tổng số' }), '1.045')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({ period: '2026-Q4', unit: 'school', numerator: '1.042', denominator: '1.045' })
  })

  it('has the proof of each line: of figures and of work', async () => {
    const sections = [
      { code: 'nhiem-vu', kind: 'assignments' as const, title: 'Kết quả thực hiện nhiệm vụ', text: null },
      { code: 'chi-tieu', kind: 'figures' as const, title: 'Kết quả thực hiện chỉ tiêu', text: null },
    ]
    const figures = [makeReportFigure({ state: 'received' })]
    answer(REPORT, makeReportDetail({ sections, figures, assignments: [makeReportWork()], may: [] }))
    draw(
      <ReportPage
        reportId="report-1"
        proof={({ type, id }, unit, writes) => <p>{`${type}:${id} – ${unit.name} – ${writes ? 'gửi' : 'xem'}`}</p>}
      />,
    )
    expect(await screen.findByText('assignment:work-1 – Trường Tiểu học Hồng Bàng – xem')).toBeVisible()
    expect(screen.getByText('indicator_value:indicator-1.school.2026-Q4 – Trường Tiểu học Hồng Bàng – xem')).toBeVisible()
  })

  it('is sent, and shows its receipt', async () => {
    answer(REPORT, makeReportDetail())
    server.use(
      http.post(`${location.origin}/api/v1${REPORT}/send`, () => {
        const sent = makeReportDetail({ status: 'sent', receipt_code: '2026-Q4-ABCD-EFGH', may: [] })
        answer(REPORT, sent)
        return HttpResponse.json(sent)
      }),
    )
    const { user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Gửi báo cáo' }))
    expect(await screen.findByText('Đã gửi báo cáo. Mã xác nhận: 2026-Q4-ABCD-EFGH')).toBeVisible()
  })

  it('says why it came back, line by line', async () => {
    const returned = [{ line: 'section:ton-tai', reason: 'Chưa nêu nguyên nhân' }]
    answer(REPORT, makeReportDetail({ status: 'returned', returned }))
    draw(page())
    expect(await screen.findByText(/trả lại báo cáo để bổ sung/)).toBeVisible()
    expect(screen.getByText('Tồn tại, hạn chế và nguyên nhân: Chưa nêu nguyên nhân')).toBeVisible()
  })

  it('goes back with a reason on the line that is chosen', async () => {
    const figure = makeReportFigure({ answer: 'given', numerator: 42, denominator: 45, value: 93.333333, state: 'sent' })
    answer(REPORT, makeReportDetail({ status: 'sent', wording: 'request', may: ['return', 'receive'], figures: [figure] }))
    const sent = takePosts(`${REPORT}/return`, makeReportDetail({ status: 'returned' }))
    const { user } = draw(page())
    expect(await screen.findByText(/42\/45 \(93,33 %\)/)).toBeVisible()
    expect(screen.queryByText(/Trả lại/)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Đề nghị bổ sung' }))
    await user.selectOptions(screen.getByLabelText('Nội dung'), 'Giáo viên sử dụng chữ ký số')
    await user.type(screen.getByRole('textbox', { name: 'Lý do' }), 'Tổng số chưa khớp')
    await user.click(screen.getByRole('button', { name: 'Đề nghị bổ sung' }))
    await waitFor(() =>
      expect(sent).toEqual([
        { lines: [{ line: 'indicator_value:indicator-1.school.2026-Q4', reason: 'Tổng số chưa khớp' }] },
      ]),
    )
  })
})
