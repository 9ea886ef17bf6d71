import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { Report } from '@/api/models'
import { makeCompleteness, makeReport, makeRound, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, refuse, server, takePosts } from '@/test/server'

import type { ReportFilters } from './api'
import { RoundPage } from './RoundPage'

const page = (filters: ReportFilters = {}, onChange: (change: ReportFilters) => void = () => undefined) => (
  <RoundPage roundId="round-1" filters={filters} onChange={onChange} />
)

function coordinates() {
  const me = { ...somebody('coordinator'), permissions: ['report:receive'] }
  server.use(http.get(`${location.origin}/api/v1/me`, () => HttpResponse.json(me)))
}

/** So many wait for the reader, beside what is listed. */
function reportsWait({ clean, flawed }: { clean: number; flawed: number }, ...listed: Report[]) {
  return answerQueries('/reports', (query) => {
    const total = query.get('clean') === 'true' ? clean : flawed
    return query.get('limit') === '1' ? { ...onePage(), total } : onePage(...listed)
  })
}

describe('a reporting round', () => {
  beforeEach(() => {
    answer('/reporting-rounds/round-1', makeRound())
    answer('/reporting-rounds/round-1/completeness', makeCompleteness())
    answer('/reports', onePage(makeReport({ overdue: true }), makeReport({ id: 'report-2', status: 'returned', wording: 'request' })))
  })

  it('counts its reports, commune by commune', async () => {
    const onChange = vi.fn()
    const { user } = draw(page({}, onChange))
    const communes = await screen.findByRole('table', { name: 'Tình hình gửi báo cáo' })
    await user.click(within(communes).getByRole('button', { name: 'UBND phường Lê Chân' }))
    expect(onChange).toHaveBeenCalledWith({ under: 'hp-000008' })
  })

  it('says which report is late, and asks a committee rather than returning', async () => {
    draw(page())
    const reports = await screen.findByRole('table', { name: 'Báo cáo của các đơn vị' })
    const [, late, back] = within(reports).getAllByRole('row')
    expect(late).toHaveTextContent(/Đang soạn.*Quá hạn, chưa gửi/)
    expect(back).toHaveTextContent('Đề nghị bổ sung')
    expect(back).not.toHaveTextContent('Trả lại')
  })

  it('receives all that lack nothing, under the commune that is chosen, and says how many they are', async () => {
    coordinates()
    const asked = reportsWait({ clean: 2, flawed: 0 })
    const sent = takePosts('/reports/receive', { received: 2 })
    const { user } = draw(page({ under: 'hp-000008' }))
    await user.click(await screen.findByRole('button', { name: 'Tiếp nhận 2 báo cáo đủ số liệu' }))
    expect(await screen.findByText('Đã tiếp nhận 2 báo cáo.')).toBeVisible()
    expect(sent).toEqual([{ filter: { round: 'round-1', under: 'hp-000008', clean: true } }])
    expect(asked).toContain('round=round-1&under=hp-000008&receivable=true&clean=true&limit=1&include=total')
    expect(screen.queryByRole('link', { name: /^Xem lại/ })).toBeNull()
  })

  it('offers nothing to receive where every report that waits is flawed, and leads to those', async () => {
    coordinates()
    reportsWait({ clean: 0, flawed: 2 })
    const { user } = draw(page({ under: 'hp-000008' }))
    const there = await screen.findByRole('link', { name: 'Xem lại 2 báo cáo thiếu hoặc có số liệu bất thường' })
    expect(there).toHaveAttribute('href', '/reporting-rounds/round-1?under=hp-000008&flawed=true')
    expect(screen.getByText(/Không còn báo cáo nào đủ số liệu/)).toBeVisible()
    expect(screen.queryByRole('button', { name: /^Tiếp nhận/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: /Bộ lọc/ }))
    expect(screen.getByRole('button', { name: 'Số liệu cần xem lại' })).toHaveAttribute('aria-pressed', 'false')
  })

  it('asks for the flawed ones alone, each with how many figures are to be looked at', async () => {
    coordinates()
    const asked = reportsWait({ clean: 1, flawed: 2 }, makeReport({ status: 'sent', flaws: 3, receivable: true }))
    draw(page({ flawed: true }))
    expect(await screen.findByText('3 số liệu cần xem lại')).toBeVisible()
    expect(asked.some((each) => each.startsWith('receivable=true&clean=false&round=round-1&sort=unit'))).toBe(true)
  })

  it('receives the reports that are chosen', async () => {
    coordinates()
    const own = makeReport({ id: 'report-2', status: 'sent' })
    reportsWait({ clean: 1, flawed: 0 }, makeReport({ status: 'sent', receivable: true }), own)
    const sent = takePosts('/reports/receive', { received: 1 })
    const { user } = draw(page())
    const reports = await screen.findByRole('table', { name: 'Báo cáo của các đơn vị' })
    await user.click(await within(reports).findByRole('checkbox'))
    await user.click(screen.getByRole('button', { name: 'Tiếp nhận 1 báo cáo đã chọn' }))
    expect(await screen.findByText('Đã tiếp nhận 1 báo cáo.')).toBeVisible()
    expect(sent).toEqual([{ ids: [makeReport().id] }])
    expect(within(reports).getByRole('checkbox')).not.toBeChecked()
  })

  it('shows a school its own report, and offers nothing to receive', async () => {
    answer('/reporting-rounds/round-1', makeRound({ counts: { ...makeRound().counts, expected: 1 } }))
    draw(page())
    await screen.findByRole('table', { name: 'Báo cáo của các đơn vị' })
    await waitFor(() => expect(screen.queryByRole('table', { name: 'Tình hình gửi báo cáo' })).toBeNull())
    expect(screen.queryByRole('button', { name: /Tiếp nhận/ })).toBeNull()
  })

  it('says what went wrong', async () => {
    refuse('/reporting-rounds/round-1', 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })
})
