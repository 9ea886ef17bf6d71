import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { leader, makeConfirmation, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takePosts } from '@/test/server'

import { figureKeys } from './api'
import { DisputesPage } from './DisputesPage'

const page = () => <DisputesPage filters={{}} onChange={() => undefined} />

describe('disputed figures', () => {
  it('show that they are loading', () => {
    keepWaiting('/confirmations')
    draw(page())
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('say that there are none', async () => {
    answer('/confirmations', onePage())
    draw(page())
    expect(await screen.findByText('Không có báo sai nào')).toBeVisible()
  })

  it('say what went wrong', async () => {
    refuse('/confirmations', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer('/confirmations', onePage(makeConfirmation()))
    const { client } = draw(page())
    await screen.findByText('Giáo viên dùng chữ ký số')
    cutOff('/confirmations')
    void client.invalidateQueries({ queryKey: figureKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('show both figures, and no way to settle to who only reads', async () => {
    const asked = answerQueries('/confirmations', () => onePage(makeConfirmation()))
    draw(page())
    const [first] = within(await screen.findByRole('list', { name: 'Báo sai số liệu' })).getAllByRole('listitem')
    expect(first).toHaveTextContent('42/45 (93,33 %)')
    expect(first).toHaveTextContent('40/45 (88,89 %)')
    expect(first).toHaveTextContent('Hai giáo viên đã nghỉ hưu.')
    expect(asked[0]).toContain('status=disputed')
    expect(screen.queryByRole('button', { name: 'Theo số liệu của đơn vị' })).toBeNull()
  })

  it('are settled by the coordinator, with a remark', async () => {
    answer('/me', { ...leader, permissions: ['confirmation:settle'] })
    answer('/confirmations', onePage(makeConfirmation()))
    const sent = takePosts('/confirmations/confirmation-1/settle', makeConfirmation({ status: 'settled_for_unit' }))
    const { user } = draw(page())
    await user.type(await screen.findByRole('textbox', { name: 'Ý kiến xử lý' }), 'Đã kiểm tra')
    await user.click(screen.getByRole('button', { name: 'Theo số liệu của đơn vị' }))
    await waitFor(() => expect(sent).toEqual([{ in_favour_of: 'unit', remark: 'Đã kiểm tra' }]))
  })
})
