import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Told } from '@/api/models'
import { onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { toldKeys } from './api'
import { Bell } from './Bell'
import { NotificationsPage } from './NotificationsPage'

const told: Told = {
  id: 'told-1',
  kind: 'digest',
  title: '2 việc cần chú ý về thời hạn',
  text: '- Học bạ số (hạn 30/11/2026, còn 3 ngày)',
  link: '/work',
  created_at: '2026-11-26T23:00:00Z',
  read_at: null,
}
const preferences = { email: true, language: 'vi', address: 'lan@example.vn', email_available: true }

function keep(method: 'post' | 'put', path: string) {
  const sent: unknown[] = []
  server.use(
    http[method](`${location.origin}/api/v1${path}`, async ({ request }) => {
      sent.push(method === 'put' ? await request.json() : path)
      return method === 'put' ? HttpResponse.json(preferences) : new HttpResponse(null, { status: 204 })
    }),
  )
  return sent
}

beforeEach(() => answer('/notifications/preferences', preferences))

describe('what one was told', () => {
  it('shows that it is loading', () => {
    keepWaiting('/notifications')
    draw(<NotificationsPage />)
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('says that there is nothing yet', async () => {
    answer('/notifications', onePage())
    draw(<NotificationsPage />)
    expect(await screen.findByText('Chưa có thông báo nào')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/notifications', 403, 'forbidden')
    draw(<NotificationsPage />)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keeps what it read when it cannot read again', async () => {
    answer('/notifications', onePage(told))
    const { client } = draw(<NotificationsPage />)
    await screen.findByText(told.title)
    cutOff('/notifications')
    void client.invalidateQueries({ queryKey: toldKeys.list() })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('stands under its Vietnamese day, and is marked as read', async () => {
    answer('/notifications', onePage(told))
    const sent = keep('post', '/notifications/told-1/read')
    const { user } = draw(<NotificationsPage />)
    expect(await screen.findByRole('region', { name: '27/11/2026' })).toHaveTextContent('mới')
    await user.click(screen.getByRole('button', { name: 'Đánh dấu đã đọc' }))
    await waitFor(() => expect(sent).toHaveLength(1))
  })

  it('is marked as read all at once', async () => {
    answer('/notifications', onePage(told))
    const sent = keep('post', '/notifications/read-all')
    const { user } = draw(<NotificationsPage />)
    await user.click(await screen.findByRole('button', { name: 'Đánh dấu đã đọc tất cả' }))
    await waitFor(() => expect(sent).toHaveLength(1))
  })

  it('comes by e-mail or not, as one likes', async () => {
    answer('/notifications', onePage())
    const sent = keep('put', '/notifications/preferences')
    const { user } = draw(<NotificationsPage />)
    await user.click(await screen.findByRole('checkbox', { name: 'Nhận cả qua thư điện tử' }))
    await waitFor(() => expect(sent).toEqual([{ email: false, language: 'vi' }]))
  })
})

it('the bell says how much is unread', async () => {
  answer('/notifications/counts', { total: 5, unread: 2 })
  draw(<Bell />)
  expect(await screen.findByRole('link', { name: 'Thông báo, 2 chưa đọc' })).toBeVisible()
})
