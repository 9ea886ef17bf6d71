import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import type { Batch } from '@/api/models'
import { onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, server } from '@/test/server'

import { BatchesPage } from './BatchesPage'

const makeBatch = (more: Partial<Batch> = {}): Batch => ({
  id: 'batch-1',
  version: 1,
  entity: 'indicator_value',
  mode: 'partial',
  by: 'Nguyễn Thị Lan',
  received: 1200,
  created: 1180,
  updated: 6,
  unchanged: 0,
  rejected: 14,
  created_at: '2026-05-20T05:00:00Z',
  undone_at: null,
  undone_by: null,
  ...more,
})

const page = <BatchesPage filters={{}} onChange={() => undefined} />

describe('loads', () => {
  it('says who wrote how much, and takes it back when that is meant', async () => {
    answer('/batches', onePage(makeBatch()))
    const undone = vi.fn<() => void>()
    server.use(
      http.post(`${location.origin}/api/v1/batches/batch-1/undo`, () => {
        undone()
        return HttpResponse.json(makeBatch({ undone_at: '2026-05-20T06:00:00Z', undone_by: 'Nguyễn Thị Lan' }))
      }),
    )
    const { user } = draw(page)
    const row = await screen.findByRole('row', { name: /Nguyễn Thị Lan/ })
    expect(within(row).getByText('1.180 mới · 6 sửa · 14 bị từ chối')).toBeVisible()
    await user.click(within(row).getByRole('button', { name: 'Hoàn tác' }))
    expect(undone).not.toHaveBeenCalled()
    await user.click(within(row).getByRole('button', { name: 'Hoàn tác' }))
    expect(undone).toHaveBeenCalledOnce()
  })

  it('says why it cannot be taken back', async () => {
    answer('/batches', onePage(makeBatch()))
    const why = { status: 409, code: 'batch_overtaken', title: 'Đã có thay đổi mới hơn', detail: '3 mục đã được sửa sau đó.' }
    server.use(
      http.post(`${location.origin}/api/v1/batches/batch-1/undo`, () => HttpResponse.json(why, { status: 409 })),
    )
    const { user } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Hoàn tác' }))
    await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
    expect(await screen.findByText(/3 mục đã được sửa sau đó/)).toBeVisible()
  })

  it('offers no second undo', async () => {
    answer('/batches', onePage(makeBatch({ rejected: 0, undone_at: '2026-05-20T06:00:00Z', undone_by: 'Trần Văn Bình' })))
    draw(page)
    const row = await screen.findByRole('row', { name: /Trần Văn Bình/ })
    expect(within(row).queryByRole('button')).toBeNull()
  })

  it('says that there is none', async () => {
    answer('/batches', onePage())
    draw(page)
    expect(await screen.findByText('Chưa có lần nạp nào')).toBeVisible()
  })
})
