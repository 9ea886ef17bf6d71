import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { department, makeCount, makeWork, makeWorkDetail, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, server, takeChanges } from '@/test/server'

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

describe('a change of many', () => {
  function takeMany() {
    const sent: { dry: string | null; body: unknown }[] = []
    server.use(
      http.post(`${location.origin}/api/v1/assignments/bulk`, async ({ request }) => {
        sent.push({ dry: new URL(request.url).searchParams.get('dry_run'), body: await request.json() })
        const counts = { received: 900, created: 0, updated: 890, unchanged: 10, rejected: 0 }
        return HttpResponse.json({ ...counts, errors: [], batch: null, job: null, effects: null })
      }),
    )
    return sent
  }

  it('means all that fit the filters, and is tried first', async () => {
    answer('/assignments', onePage(makeWork()))
    const sent = takeMany()
    const { user } = draw(page({ status: 'awaiting_confirmation', sort: '-due_at' }))
    expect(await screen.findByText('Tất cả 2 việc khớp bộ lọc')).toBeVisible()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Chuyển sang trạng thái' }), 'Hoàn thành')
    await user.click(screen.getByRole('button', { name: 'Chạy thử' }))
    expect(await screen.findByText(/Sẽ đổi 890 việc/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đổi 890 việc' }))
    expect(await screen.findByText(/Đã đổi 890 việc/)).toBeVisible()
    const body = { filter: { status: 'awaiting_confirmation' }, change: { status: 'completed' } }
    expect(sent).toEqual([
      { dry: 'true', body },
      { dry: 'false', body },
    ])
  })

  it('means the rows chosen, each at the version it was read', async () => {
    answer('/assignments', onePage(makeWork()))
    const sent = takeMany()
    const { user } = draw(page())
    await user.click(await screen.findByRole('checkbox', { name: /^Chọn/ }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Chuyển sang trạng thái' }), 'Hoàn thành')
    await user.click(screen.getByRole('button', { name: 'Chạy thử' }))
    await waitFor(() => expect(sent[0]?.body).toEqual([{ id: 'work-1', version: 1, status: 'completed' }]))
  })

  it('is not offered over everything, nor to those who enter for nobody', async () => {
    answer('/me', somebody('leader', department))
    answer('/assignments', onePage(makeWork()))
    draw(page({ overdue: true }))
    await screen.findByRole('link', { name: 'Triển khai học bạ số' })
    expect(screen.queryByRole('region', { name: 'Thay đổi nhiều việc' })).toBeNull()
  })
})
