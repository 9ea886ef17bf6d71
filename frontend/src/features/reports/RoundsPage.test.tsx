import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it } from 'vitest'

import { makeRegime, makeRound, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takeChanges } from '@/test/server'

import { reportKeys } from './api'
import { RoundsPage } from './RoundsPage'

const ROUNDS = '/reporting-rounds'
const page = () => <RoundsPage filters={{}} onChange={() => undefined} />

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
    const me = { ...somebody('coordinator'), permissions: ['reporting:write'] }
    server.use(http.get(`${location.origin}/api/v1/me`, () => HttpResponse.json(me)))
    answer(ROUNDS, onePage())
    answer('/reporting-regimes', onePage(makeRegime()))
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

  it('say how many reports came, and which rounds have no day', async () => {
    answer(ROUNDS, onePage(makeRound(), makeRound({ id: 'round-2', title: 'Đột xuất', due_at: null, status: 'closed' })))
    draw(page())
    const [, first, second] = within(await screen.findByRole('table')).getAllByRole('row')
    expect(first).toHaveTextContent(/Báo cáo quý.*19\/12\/2026.*2\/3 báo cáo.*Đang mở/)
    expect(second).toHaveTextContent(/chưa đặt thời hạn.*Đã khép/)
  })
})
