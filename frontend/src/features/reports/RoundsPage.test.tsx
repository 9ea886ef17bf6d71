import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import { makeRegime, makeRound, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takeChanges, takePosts } from '@/test/server'

import { reportKeys } from './api'
import { RoundsPage } from './RoundsPage'

const ROUNDS = '/reporting-rounds'
const opened = vi.fn()
const page = () => <RoundsPage filters={{}} onChange={() => undefined} onOpened={opened} />

function coordinates() {
  const me = { ...somebody('coordinator'), permissions: ['reporting:write'] }
  server.use(http.get(`${location.origin}/api/v1/me`, () => HttpResponse.json(me)))
  answer(ROUNDS, onePage())
  answer('/reporting-regimes', onePage(makeRegime()))
}

describe('the reporting rounds', () => {
  it('show that they are loading', () => {
    keepWaiting(ROUNDS)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('say that there are none yet', async () => {
    answer(ROUNDS, onePage())
    draw(page())
    expect(await screen.findByText('Chưa có kỳ báo cáo nào')).toBeVisible()
  })

  it('say what went wrong', async () => {
    refuse(ROUNDS, 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer(ROUNDS, onePage(makeRound()))
    const { client } = draw(page())
    await screen.findByText('Báo cáo quý')
    cutOff(ROUNDS)
    void client.invalidateQueries({ queryKey: reportKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('let a coordinator set the day that a plan left open', async () => {
    coordinates()
    const sent = takeChanges('/reporting-regimes/regime-1', () => makeRegime({ waits_for: null }))
    const { user } = draw(page())
    expect(await screen.findByText(/kế hoạch ghi: Hàng quý/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đặt thời hạn' }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({
      version: '"2.0"',
      body: { cadence: 'quarter', steps: [{ due: { kind: 'recurring', day: 5, month_of_period: 3, bound: 'before' } }] },
    })
  })

  it('let a coordinator ask for a report at once, which opens', async () => {
    coordinates()
    const made = takePosts('/reporting-regimes', makeRegime({ id: 'regime-9' }))
    const begun = takePosts('/reporting-rounds', makeRound({ id: 'round-9' }))
    answer('/audiences', onePage({ id: 'audience-1', name: 'Các cơ sở giáo dục' }))
    const { user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Báo cáo đột xuất mới' }))
    await user.type(screen.getByLabelText(/Hạn gửi/), '15/12/2026')
    await user.type(screen.getByLabelText(/Nội dung báo cáo/), 'Sau bão')
    await user.selectOptions(screen.getByLabelText('Đơn vị báo cáo'), 'Các cơ sở giáo dục')
    await user.click(screen.getByRole('button', { name: 'Mở kỳ báo cáo ngay' }))
    await waitFor(() => expect(opened).toHaveBeenCalledWith('round-9'))
    expect(made).toEqual([
      {
        title: 'Sau bão',
        cadence: 'ad_hoc',
        steps: [{ who: [{ printed_name: 'Các cơ sở giáo dục', audience: 'audience-1' }], to: [] }],
        opens_days: 0,
        closes_days: 30,
      },
    ])
    expect(begun).toEqual([{ regime: 'regime-9', period: '2026-12', due_on: '2026-12-15' }])
  })

  it('let a coordinator say which sections reports have', async () => {
    coordinates()
    const [step] = makeRegime().steps
    const outline = [{ code: 'chi-tieu', kind: 'figures' as const, title: 'Kết quả' }]
    answer('/reporting-regimes', onePage(makeRegime({ steps: step ? [{ ...step, outline }] : [] })))
    const sent = takeChanges('/reporting-regimes/regime-1', () => makeRegime())
    const { user } = draw(page())
    await user.click(await screen.findByText('1 chế độ báo cáo đang áp dụng'))
    await user.click(screen.getByRole('button', { name: 'Sửa đề cương' }))
    await user.click(screen.getByRole('button', { name: 'Thêm mục' }))
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
    await user.type(screen.getByLabelText(/^Mục 2/), 'Kiến nghị')
    await user.click(screen.getByRole('button', { name: 'Đưa lên: Kiến nghị' }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]?.body).toMatchObject({ steps: [{ outline: [{ code: 'muc-2', kind: 'text', title: 'Kiến nghị' }, ...outline] }] })
  })

  it('say how many reports came, and which rounds have no day', async () => {
    answer(ROUNDS, onePage(makeRound(), makeRound({ id: 'round-2', title: 'Đột xuất', due_at: null, status: 'closed' })))
    draw(page())
    const [, first, second] = within(await screen.findByRole('table')).getAllByRole('row')
    expect(first).toHaveTextContent(/Báo cáo quý.*19\/12\/2026.*2\/3 báo cáo.*Đang mở/)
    expect(second).toHaveTextContent(/chưa đặt thời hạn.*Đã khép/)
  })
})
