import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { makeChangedFigure, makeCompilation, makeReportDetail, nothingChanged } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, refuse, server, takeChanges, takePosts } from '@/test/server'

import { ReportPage } from './ReportPage'

const REPORT = '/reports/report-1'
const page = () => <ReportPage reportId="report-1" />
const counts = {
  expected: 3,
  not_begun: 1,
  draft: 0,
  sent: 2,
  received: 0,
  returned: 0,
  on_time: 2,
  late: 0,
  overdue: 0,
  flawed: 0,
}
const outline = [
  { code: 'nhiem-vu', kind: 'assignments', title: 'Nhiệm vụ', text: null },
  { code: 'chi-tieu', kind: 'figures', title: 'Chỉ tiêu', text: null },
  { code: 'ton-tai', kind: 'text', title: 'Tồn tại', text: 'Mạng yếu' },
  { code: 'kho-khan', kind: 'difficulties', title: 'Khó khăn', text: null },
] as const
const compiling = () => makeReportDetail({ below: counts, sections: [...outline], figures: [] })
/** The names of the files handed to the reader. */
const saved: string[] = []

beforeEach(() => {
  sessionStorage.clear()
  saved.length = 0
  answer(`${REPORT}/changes-below`, nothingChanged)
  // What jsdom has not, and what it would follow.
  Object.assign(URL, { createObjectURL: () => 'blob:paper', revokeObjectURL: () => undefined })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
})

const file = () =>
  server.use(
    http.get(`${location.origin}/api/v1${REPORT}/document`, () => {
      const headers = { 'Content-Disposition': "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o.docx" }
      return new HttpResponse('PK', { headers })
    }),
  )

describe('a report that compiles others', () => {
  it('shows what the units below make of it', async () => {
    answer(REPORT, compiling())
    answer(`${REPORT}/compilation`, makeCompilation())
    const { user } = draw(page())
    expect(await screen.findByText('83,69 %')).toBeVisible()
    expect(screen.getByText(/1\.042\/1\.245 · 2\/3 đơn vị đã báo cáo · số liệu đến 31\/12\/2026/)).toBeVisible()
    await user.click(screen.getByText('Nhiệm vụ của kế hoạch (1)'))
    expect(screen.getByText('2/3 việc hoàn thành · 1 việc quá hạn')).toBeVisible()
    expect(screen.getByText('Thiếu máy quét')).toBeVisible()
    expect(screen.getByText('2 đơn vị: Trường Tiểu học A, Trường Tiểu học B')).toBeVisible()
  })

  it('says which received figures changed since, from what to what and by whom', async () => {
    answer(REPORT, compiling())
    answer(`${REPORT}/compilation`, makeCompilation())
    const items = Array.from({ length: 6 }, (_, n) => makeChangedFigure({ line: `indicator_value:${n}` }))
    answer(`${REPORT}/changes-below`, { total: 6, items, next_cursor: null })
    const { user } = draw(page())
    const card = await screen.findByRole('region', { name: 'Số liệu thay đổi sau khi tiếp nhận (6)' })
    const [line] = within(card).getAllByRole('listitem')
    expect(line).toHaveTextContent('trước 42/45 (93,33 %)→nay 40/45 (88,89 %)')
    expect(line).toHaveTextContent(/Nguyễn Văn A.*Đếm nhầm hai người/)
    expect(within(card).getAllByRole('listitem')).toHaveLength(5)
    await user.click(within(card).getByRole('button', { name: 'Xem cả 6 thay đổi' }))
    expect(within(card).getAllByRole('listitem')).toHaveLength(6)
  })

  it('takes a line over into its own text', async () => {
    answer(REPORT, compiling())
    answer(`${REPORT}/compilation`, makeCompilation())
    const sent = takeChanges(REPORT, compiling)
    const { user } = draw(page())
    await user.click(await screen.findByText('Các đơn vị viết (1 ý)'))
    expect(screen.getByText(/^5 đơn vị: .* và 2 đơn vị khác$/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đưa vào báo cáo' }))
    await waitFor(() =>
      expect(sent).toEqual([{ version: '"3.0"', body: { sections: { 'ton-tai': 'Mạng yếu\n- Cấp máy quét' } } }]),
    )
  })

  it('says what went wrong with it and keeps the rest', async () => {
    answer(REPORT, compiling())
    refuse(`${REPORT}/compilation`, 503, 'unavailable')
    draw(page())
    expect((await screen.findAllByRole('alert')).length).toBeGreaterThan(0)
    expect(screen.getByRole('textbox', { name: 'Tồn tại' })).toHaveValue('Mạng yếu')
  })
})

async function choose(name: RegExp) {
  const { user } = draw(page())
  await user.click(await screen.findByRole('button', { name: 'Tải báo cáo' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

describe('a report as a paper', () => {
  it('is handed over at once where nothing is below it', async () => {
    answer(REPORT, makeReportDetail())
    file()
    await choose(/^Word/)
    await vi.waitFor(() => expect(saved).toEqual(['Báo cáo.docx']))
  })

  it('is compiled first where others are, with how far it is', async () => {
    answer(REPORT, compiling())
    answer(`${REPORT}/compilation`, makeCompilation())
    const asked = takePosts(`${REPORT}/document`, { job: 'job-1' })
    let reads = 0
    answerQueries('/jobs/job-1', () => {
      reads += 1
      const over = reads > 1
      return { id: 'job-1', status: over ? 'succeeded' : 'running', progress: { done: over ? 6 : 3, total: 6 } }
    })
    file()
    await choose(/^Word/)
    const bar = await screen.findByRole('progressbar')
    await waitFor(() => expect(bar).toHaveAttribute('value', '3'))
    await vi.waitFor(() => expect(saved).toEqual(['Báo cáo.docx']), 3000)
    expect(asked).toEqual([{ format: 'docx' }])
    expect(screen.queryByRole('progressbar')).toBeNull()
  })

  it('says when it could not be made', async () => {
    answer(REPORT, compiling())
    answer(`${REPORT}/compilation`, makeCompilation())
    takePosts(`${REPORT}/document`, { job: 'job-1' })
    answer('/jobs/job-1', { id: 'job-1', status: 'failed', progress: { done: 1, total: 6 } })
    await choose(/^PDF/)
    expect(await screen.findByText('Chưa tạo được văn bản. Hãy thử lại sau ít phút.')).toBeVisible()
    expect(saved).toEqual([])
  })
})
