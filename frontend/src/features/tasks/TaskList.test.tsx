import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { makeTask, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse } from '@/test/server'

import { taskKeys } from './api'
import { TaskList } from './TaskList'

const ignore = () => undefined

describe('a list of tasks', () => {
  it('shows that it is loading', () => {
    keepWaiting('/tasks')
    draw(<TaskList filters={{}} onFilter={ignore} />)
    expect(screen.getByLabelText('Đang tải')).toHaveAttribute('aria-busy', 'true')
  })

  it('says what an empty list means', async () => {
    answer('/tasks', onePage())
    draw(<TaskList filters={{}} onFilter={ignore} />)
    expect(await screen.findByText('Chưa có nhiệm vụ nào')).toBeVisible()
  })

  it('offers to clear the filters that leave nothing', async () => {
    answer('/tasks', onePage())
    const onFilter = vi.fn()
    const { user } = draw(<TaskList filters={{ q: 'không có' }} onFilter={onFilter} />)
    expect(await screen.findByText('Không có nhiệm vụ phù hợp')).toBeVisible()
    const [clear] = screen.getAllByRole('button', { name: 'Bỏ bộ lọc' })
    if (clear) await user.click(clear)
    expect(onFilter).toHaveBeenCalledWith(expect.objectContaining({ q: undefined, status: undefined }))
  })

  it('says what went wrong, gives the request id, and tries again', async () => {
    refuse('/tasks', 500, 'internal_error')
    const { user } = draw(<TaskList filters={{}} onFilter={ignore} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Mã yêu cầu: request-1')
    answer('/tasks', onePage(makeTask()))
    await user.click(screen.getByRole('button', { name: 'Thử lại' }))
    expect(await screen.findByRole('link', { name: makeTask().title })).toBeVisible()
  })

  it('tells a lost line from a failing server', async () => {
    cutOff('/tasks')
    draw(<TaskList filters={{}} onFilter={ignore} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không kết nối được với máy chủ')
  })

  it('keeps what it has while it reads again, and says so when that fails', async () => {
    answer('/tasks', onePage(makeTask()))
    const { client } = draw(<TaskList filters={{}} onFilter={ignore} />)
    const link = await screen.findByRole('link', { name: makeTask().title })
    keepWaiting('/tasks')
    void client.invalidateQueries({ queryKey: taskKeys.all })
    await waitFor(() => expect(link.closest('[aria-busy]')).toHaveAttribute('aria-busy', 'true'))
    cutOff('/tasks')
    void client.invalidateQueries({ queryKey: taskKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(link).toBeVisible()
  })

  it('shows each task under its group, as printed, with who leads it', async () => {
    answer('/plans/plan-1/task-groups', onePage())
    answer('/tasks', onePage(makeTask(), makeTask({ id: 'task-2', number: '2', title: 'Nhiệm vụ khác' })))
    draw(<TaskList planId="plan-1" filters={{}} onFilter={ignore} />)
    const table = await screen.findByRole('table', { name: 'Nhiệm vụ' })
    expect(within(table).getAllByRole('rowheader', { name: /Quản trị, điều hành/ })).toHaveLength(1)
    expect(within(table).getAllByText('Văn phòng Sở')).toHaveLength(2)
    expect(within(table).getAllByText('Thường xuyên')).toHaveLength(2)
    expect(screen.getByText('2 nhiệm vụ')).toBeVisible()
  })

  it('asks the server to search, filter and sort', async () => {
    const asked = answerQueries('/tasks', () => onePage(makeTask()))
    draw(<TaskList filters={{ q: 'theo doi', status: 'completed', overdue: true, sort: '-due_on' }} onFilter={ignore} />)
    await screen.findByRole('table')
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toMatchObject({
      q: 'theo doi',
      status: 'completed',
      overdue: 'true',
      sort: '-due_on',
    })
  })

  it('hands what is typed and chosen to the address bar', async () => {
    answer('/tasks', onePage(makeTask()))
    const onFilter = vi.fn()
    const { user } = draw(<TaskList filters={{}} onFilter={onFilter} />)
    await screen.findByRole('table')
    await user.keyboard('/')
    await user.keyboard('hoc ba')
    await waitFor(() => expect(onFilter).toHaveBeenCalledWith({ q: 'hoc ba' }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Trạng thái' }), 'Hoàn thành')
    expect(onFilter).toHaveBeenCalledWith({ status: 'completed' })
    await user.click(screen.getByRole('button', { name: /Thời gian/ }))
    expect(onFilter).toHaveBeenCalledWith({ sort: 'due_on' })
  })

  it('reads on where there is more', async () => {
    answerQueries('/tasks', (query) =>
      query.has('cursor')
        ? onePage(makeTask({ id: 'task-2', title: 'Trang hai' }))
        : { ...onePage(makeTask()), next_cursor: 'next', total: 2 },
    )
    const { user } = draw(<TaskList filters={{}} onFilter={ignore} />)
    await user.click(await screen.findByRole('button', { name: 'Xem thêm' }))
    expect(await screen.findByRole('link', { name: 'Trang hai' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Xem thêm' })).toBeNull()
  })
})
