import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { department, makeCount, makeWork, makeWorkDetail, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takeChanges } from '@/test/server'

import { workKeys, type WorkState } from './api'
import { AssignmentsPage } from './AssignmentsPage'

const nothing = () => undefined

function page(state: WorkState = {}, onChange: (change: WorkState) => void = nothing) {
  return <AssignmentsPage state={state} onChange={onChange} plans={[]} named={{ task: 'Học bạ số' }} />
}

beforeEach(() => {
  answer('/me', somebody('coordinator', department))
  answer('/assignments/counts', { items: [makeCount({ not_started: 2, overdue: 1 })], more: false })
})

describe('all work as a table', () => {
  it('shows that it is loading', () => {
    keepWaiting('/assignments')
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that there is none, or none that fits', async () => {
    answer('/assignments', onePage())
    const onChange = vi.fn()
    const { user, redraw } = draw(page())
    expect(await screen.findByText('Chưa có việc nào')).toBeVisible()
    redraw(page({ q: 'xyz' }, onChange))
    expect(await screen.findByText('Không có việc phù hợp')).toBeVisible()
    const [clear] = screen.getAllByRole('button', { name: 'Bỏ bộ lọc' })
    if (clear) await user.click(clear)
    expect(onChange).toHaveBeenCalledWith(expect.objectContaining({ q: undefined, under: undefined }))
  })

  it('says what went wrong', async () => {
    refuse('/assignments', 403, 'forbidden')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keeps what it read when it cannot read again', async () => {
    answer('/assignments', onePage(makeWork()))
    const { client } = draw(page())
    await screen.findByRole('link', { name: 'Triển khai học bạ số' })
    cutOff('/assignments')
    void client.invalidateQueries({ queryKey: [...workKeys.all, 'list'] })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('asks the server for what the address says, and counts it', async () => {
    const asked = answerQueries('/assignments', () => onePage(makeWork()))
    draw(page({ task: 'task-1', overdue: true, sort: '-due_at' }))
    expect(await screen.findByText('2 việc')).toBeVisible()
    expect(asked).toEqual(['task=task-1&overdue=true&sort=-due_at&limit=50&include=total'])
    expect(screen.getByText('Nhiệm vụ: Học bạ số')).toBeVisible()
  })

  it('takes a filter that came with a link away', async () => {
    answer('/assignments', onePage(makeWork()))
    const onChange = vi.fn()
    const { user } = draw(page({ task: 'task-1' }, onChange))
    await user.click(await screen.findByRole('button', { name: 'Bỏ lọc theo Học bạ số' }))
    expect(onChange).toHaveBeenCalledWith({ task: undefined })
  })
})

describe('all work as a board', () => {
  it('has a column for each state, and moves a card by its own list', async () => {
    answerQueries('/assignments', (query) =>
      query.get('status') === 'not_started' ? onePage(makeWork()) : onePage(),
    )
    const sent = takeChanges('/assignments/work-1', () => makeWorkDetail({ version: 2, status: 'in_progress' }))
    const { user } = draw(page({ look: 'board' }))
    const column = await screen.findByRole('region', { name: 'Chưa thực hiện' })
    const state = await within(column).findByRole('combobox', { name: /^Trạng thái của/ })
    await user.selectOptions(state, 'Đang thực hiện')
    await waitFor(() => expect(sent).toEqual([{ version: '"1.0"', body: { status: 'in_progress' } }]))
    expect(await screen.findByText('Đã chuyển “Triển khai học bạ số” sang “Đang thực hiện”.')).toBeVisible()
  })
})
