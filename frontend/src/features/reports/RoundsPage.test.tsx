import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { makeRound, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse } from '@/test/server'

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

  it('say how many reports came, and which rounds have no day', async () => {
    answer(ROUNDS, onePage(makeRound(), makeRound({ id: 'round-2', title: 'Đột xuất', due_at: null, status: 'closed' })))
    draw(page())
    const [, first, second] = within(await screen.findByRole('table')).getAllByRole('row')
    expect(first).toHaveTextContent(/Báo cáo quý.*19\/12\/2026.*2\/3 báo cáo.*Đang mở/)
    expect(second).toHaveTextContent(/chưa đặt thời hạn.*Đã khép/)
  })
})
