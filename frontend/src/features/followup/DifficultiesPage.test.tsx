import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { department, leader, makeDifficulty, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takePosts } from '@/test/server'

import { type DifficultyState, followupKeys } from './api'
import { DifficultiesPage } from './DifficultiesPage'
import { RaiseDifficulty } from './RaiseDifficulty'

const page = (state: DifficultyState = {}, onChange: (change: DifficultyState) => void = () => undefined) => (
  <DifficultiesPage state={state} onChange={onChange} />
)
const other = { id: 'other', code: 'hp-000901', name: 'Trường Tiểu học Lê Lợi' }
const alike = { id: 'difficulty-2', unit: other, task: null, title: 'Thiếu máy quét', status: 'open', similarity: 0.8 }

/** The record beside an empty list. */
function opened(...may: ('answer' | 'resolve' | 'reopen' | 'change')[]) {
  answer('/difficulties', onePage(makeDifficulty()))
  answer('/difficulties/difficulty-1', makeDifficulty({ may }))
  return draw(page({ open: 'difficulty-1' }))
}

describe('difficulties', () => {
  it('show that they are loading', () => {
    keepWaiting('/difficulties')
    draw(page())
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('say that there are none yet', async () => {
    answer('/difficulties', onePage())
    draw(page())
    expect(await screen.findByText('Chưa có khó khăn, vướng mắc')).toBeVisible()
  })

  it('can be looked for less narrowly where none is found', async () => {
    const asked = answerQueries('/difficulties', () => onePage())
    const changes: DifficultyState[] = []
    const { user } = draw(page({ q: 'may quet', status: 'open' }, (change) => changes.push(change)))
    const panel = await screen.findByText('Không có nội dung phù hợp')
    expect(asked[0]).toContain('q=may+quet&status=open')
    await user.click(within(panel.parentElement ?? panel).getByRole('button', { name: 'Bỏ bộ lọc' }))
    expect(changes).toEqual([{ q: undefined, status: undefined }])
  })

  it('say what went wrong', async () => {
    refuse('/difficulties', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer('/difficulties', onePage(makeDifficulty()))
    const { client } = draw(page())
    await screen.findByText('Chưa có máy quét')
    cutOff('/difficulties')
    void client.invalidateQueries({ queryKey: followupKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('lead to the record, filters kept', async () => {
    answer('/difficulties', onePage(makeDifficulty()))
    draw(page({ status: 'open' }))
    const link = await screen.findByRole('link', { name: 'Chưa có máy quét' })
    expect(link).toHaveAttribute('href', '/difficulties?status=open&open=difficulty-1')
    expect(screen.getByRole('list', { name: 'Khó khăn, vướng mắc' })).toHaveTextContent('Chờ trả lời')
  })
})

describe('the open record', () => {
  it('has its words and history, and no button that the reader may not press', async () => {
    opened()
    const record = await screen.findByRole('region', { name: 'Nội dung khó khăn, vướng mắc' })
    expect(await within(record).findByText('Trường chưa có máy quét hai mặt.')).toBeVisible()
    expect(within(record).getByRole('list', { name: 'Quá trình xử lý' })).toHaveTextContent('Cô Lan')
    expect(within(record).queryByRole('button', { name: 'Trả lời' })).toBeNull()
  })

  it('is answered alone where nobody else is chosen', async () => {
    answer('/difficulties/difficulty-1/alike', onePage(alike))
    const sent = takePosts('/difficulties/difficulty-1/answers', makeDifficulty({ status: 'answered' }))
    const { user } = opened('answer')
    await user.click(await screen.findByRole('button', { name: 'Trả lời' }))
    expect(await screen.findByRole('checkbox', { name: /Lê Lợi/ })).not.toBeChecked()
    await user.type(screen.getByRole('textbox', { name: 'Nội dung trả lời, hướng dẫn' }), 'Sở cho mượn')
    await user.click(screen.getByRole('button', { name: 'Trả lời' }))
    await waitFor(() => expect(sent).toEqual([{ text: 'Sở cho mượn' }]))
  })

  it('is answered together with those chosen', async () => {
    answer('/difficulties/difficulty-1/alike', onePage(alike))
    const sent = takePosts('/difficulties/answers', { answered: 2, units: 2 })
    const { user } = opened('answer')
    await user.click(await screen.findByRole('button', { name: 'Trả lời' }))
    await user.click(await screen.findByRole('button', { name: 'Chọn tất cả' }))
    await user.type(screen.getByRole('textbox', { name: 'Nội dung trả lời, hướng dẫn' }), 'Sở cho mượn')
    await user.click(screen.getByRole('button', { name: 'Trả lời' }))
    expect(await screen.findByText('Đã trả lời 2 khó khăn, vướng mắc của 2 đơn vị.')).toBeVisible()
    expect(sent).toEqual([{ ids: ['difficulty-1', 'difficulty-2'], text: 'Sở cho mượn' }])
  })

  it('is called resolved without a word, and raised again with one', async () => {
    const resolved = takePosts('/difficulties/difficulty-1/resolve', makeDifficulty())
    const { user } = opened('resolve', 'reopen')
    await user.click(await screen.findByRole('button', { name: 'Vẫn còn vướng' }))
    expect(screen.getByRole('button', { name: 'Vẫn còn vướng' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Hủy' }))
    await user.click(screen.getByRole('button', { name: 'Xác nhận đã tháo gỡ' }))
    await user.click(screen.getByRole('button', { name: 'Xác nhận đã tháo gỡ' }))
    await waitFor(() => expect(resolved).toEqual([{ text: null }]))
  })
})

describe('raising a difficulty', () => {
  const about = { task: 'task-1', unit: 'school' }
  const may = { ...leader, permissions: ['difficulty:write'] }

  it('goes to the usual unit, and leads to what was sent', async () => {
    answer('/me', may)
    answer('/difficulties/recipients', {
      items: [
        { unit: other, relation: 'leads_task', usual: false },
        { unit: department, relation: 'above', usual: true },
      ],
      next_cursor: null,
    })
    const sent = takePosts('/difficulties', makeDifficulty())
    const { user } = draw(<RaiseDifficulty about={about} />)
    await user.click(await screen.findByRole('button', { name: 'Nêu khó khăn, vướng mắc' }))
    await user.type(screen.getByRole('textbox', { name: 'Tóm tắt' }), 'Chưa có máy quét')
    await user.type(screen.getByRole('textbox', { name: 'Nội dung' }), 'Đã thử mượn')
    await user.click(screen.getByRole('button', { name: 'Gửi' }))
    expect(await screen.findByRole('link', { name: 'Xem nội dung đã gửi' })).toHaveAttribute(
      'href',
      '/difficulties?open=difficulty-1',
    )
    expect(sent).toEqual([{ ...about, title: 'Chưa có máy quét', text: 'Đã thử mượn', put_to: department.id }])
  })
})
