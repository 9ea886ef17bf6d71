import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { makeClarification, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, takePosts } from '@/test/server'

import { type ClarificationState, followupKeys } from './api'
import { ClarificationsPage } from './ClarificationsPage'

const page = (state: ClarificationState = {}, onChange: (change: ClarificationState) => void = () => undefined) => (
  <ClarificationsPage state={state} onChange={onChange} />
)

describe('requests to clarify', () => {
  it('show that they are loading', () => {
    keepWaiting('/clarification-requests')
    draw(page())
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('say that there are none yet', async () => {
    answer('/clarification-requests', onePage())
    draw(page())
    expect(await screen.findByText('Chưa có nội dung cần làm rõ')).toBeVisible()
  })

  it('say what went wrong', async () => {
    refuse('/clarification-requests', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer('/clarification-requests', onePage(makeClarification()))
    const { client } = draw(page())
    await screen.findByText('Tiến độ học bạ số')
    cutOff('/clarification-requests')
    void client.invalidateQueries({ queryKey: followupKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('say whom they ask, in words of rank, and which are late', async () => {
    const people = { id: 'people', code: 'hp-ubnd', name: 'UBND phường Lê Chân' }
    answer(
      '/clarification-requests',
      onePage(
        makeClarification({ overdue: true }),
        makeClarification({ id: 'clarification-2', title: 'Số liệu phổ cập', wording: 'request', unit: people }),
      ),
    )
    draw(page())
    const list = await screen.findByRole('list', { name: 'Làm rõ' })
    const [school, commune] = within(list).getAllByRole('listitem')
    expect(school).toHaveTextContent(/yêu cầu Trường Tiểu học Hồng Bàng báo cáo làm rõ/)
    expect(school).toHaveTextContent('Quá hạn trả lời')
    expect(commune).toHaveTextContent(/đề nghị UBND phường Lê Chân làm rõ/)
    expect(commune).not.toHaveTextContent('yêu cầu')
  })

  it('are answered by the unit that is asked', async () => {
    answer('/clarification-requests', onePage(makeClarification()))
    answer('/clarification-requests/clarification-1', makeClarification({ may: ['answer'] }))
    const sent = takePosts('/clarification-requests/clarification-1/answers', makeClarification())
    const { user } = draw(page({ open: 'clarification-1' }))
    await user.click(await screen.findByRole('button', { name: 'Báo cáo làm rõ' }))
    await user.type(screen.getByRole('textbox', { name: 'Nội dung làm rõ' }), 'Thiếu chứng thư số')
    await user.click(screen.getByRole('button', { name: 'Báo cáo làm rõ' }))
    await waitFor(() => expect(sent).toEqual([{ text: 'Thiếu chứng thư số' }]))
  })

  it('are asked on only with a new day', async () => {
    answer('/clarification-requests', onePage(makeClarification()))
    answer('/clarification-requests/clarification-1', makeClarification({ may: ['close', 'reopen'] }))
    const { user } = draw(page({ open: 'clarification-1' }))
    await user.click(await screen.findByRole('button', { name: 'Hỏi tiếp' }))
    await user.type(screen.getByRole('textbox', { name: 'Nội dung còn cần làm rõ' }), 'Bao giờ xong?')
    expect(screen.getByRole('button', { name: 'Hỏi tiếp' })).toBeDisabled()
  })
})
