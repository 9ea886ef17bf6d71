import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import type { Job } from '@/api/models'
import { onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, server } from '@/test/server'

import { JobsPage } from './JobsPage'

const makeJob = (more: Partial<Job> = {}): Job => ({
  id: 'job-1',
  version: 1,
  kind: 'draw_report',
  status: 'running',
  progress: { done: 3, total: 12 },
  result: null,
  error: null,
  created_at: '2026-05-20T05:00:00Z',
  updated_at: '2026-05-20T05:00:00Z',
  finished_at: null,
  ...more,
})

const page = <JobsPage filters={{}} onChange={() => undefined} />

function take(act: 'cancel' | 'retry') {
  const taken = vi.fn<() => void>()
  server.use(
    http.post(`${location.origin}/api/v1/jobs/job-1/${act}`, () => {
      taken()
      return HttpResponse.json(makeJob())
    }),
  )
  return taken
}

describe('background work', () => {
  it('shows how far it is, and stops it', async () => {
    answer('/jobs', onePage(makeJob()))
    const cancelled = take('cancel')
    const { user } = draw(page)
    const row = await screen.findByRole('row', { name: /Lập tệp báo cáo/ })
    expect(within(row).getByText('3/12')).toBeVisible()
    expect(within(row).getByText('Đang chạy')).toBeVisible()
    await user.click(within(row).getByRole('button', { name: 'Dừng: Lập tệp báo cáo' }))
    expect(cancelled).toHaveBeenCalledOnce()
  })

  it('says what failed, and does it again', async () => {
    answer('/jobs', onePage(makeJob({ status: 'failed', error: 'Unavailable', finished_at: '2026-05-20T05:01:00Z' })))
    const retried = take('retry')
    const { user } = draw(page)
    const row = await screen.findByRole('row', { name: /Lập tệp báo cáo/ })
    expect(within(row).getByText('Lỗi: Unavailable')).toBeVisible()
    await user.click(within(row).getByRole('button', { name: 'Chạy lại: Lập tệp báo cáo' }))
    expect(retried).toHaveBeenCalledOnce()
  })

  it('offers nothing for what is done', async () => {
    answer('/jobs', onePage(makeJob({ status: 'succeeded', progress: { done: 12, total: 12 } })))
    draw(page)
    const row = await screen.findByRole('row', { name: /Lập tệp báo cáo/ })
    expect(within(row).queryByRole('button')).toBeNull()
  })

  it('says that there is none', async () => {
    answer('/jobs', onePage())
    draw(page)
    expect(await screen.findByText('Chưa có công việc nền nào')).toBeVisible()
  })
})
