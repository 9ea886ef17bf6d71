import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { expect, it, vi } from 'vitest'

import { draw } from '@/test/render'
import { server, takeChanges, takePosts } from '@/test/server'

import { Assigning } from './Assigning'
import { Confirming } from './Confirming'
import { ConfirmingMany } from './ConfirmingMany'
import { TakeBack, TakeBackMany } from './TakeBack'

it('hands work to somebody by name, and says how that is taken back', async () => {
  const sent: unknown[] = []
  takeChanges('/assignments/work-1', (body) => {
    sent.push(body)
    return { id: 'work-1', version: 4 }
  })
  const onDone = vi.fn()
  const work = { id: 'work-1', version: 3, person: null, supervisor: 'Lê Lan' }
  const { user } = draw(<Assigning work={work} onDone={onDone} />)
  await user.click(screen.getByRole('button', { name: 'Giao người phụ trách' }))
  await user.type(screen.getByLabelText(/Người thực hiện/), 'Trần Thị Mai')
  await user.click(screen.getByRole('button', { name: 'Giao việc' }))
  await vi.waitFor(() => expect(onDone).toHaveBeenCalled())
  expect(sent).toEqual([{ person: 'Trần Thị Mai', supervisor: 'Lê Lan' }])
  const back = { id: 'work-1', version: 4, patch: { person: null, supervisor: 'Lê Lan' } }
  expect(onDone).toHaveBeenCalledWith('Trần Thị Mai', back)
})

it('signs off by one press, and takes it back by another', async () => {
  const sent: unknown[] = []
  takeChanges('/assignments/work-1', (body) => {
    sent.push(body)
    return { id: 'work-1', version: 4 }
  })
  const onDone = vi.fn()
  const { user, redraw } = draw(<Confirming work={{ id: 'work-1', version: 3 }} onDone={onDone} />)
  await user.click(screen.getByRole('button', { name: 'Xác nhận hoàn thành' }))
  const back = { id: 'work-1', version: 4, patch: { status: 'awaiting_confirmation' as const } }
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith(back))
  redraw(<TakeBack words="Đã xác nhận." back={back} onDone={onDone} />)
  await user.click(await screen.findByRole('button', { name: 'Hoàn tác' }))
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledTimes(2))
  expect(sent).toEqual([{ status: 'completed' }, { status: 'awaiting_confirmation' }])
})

it('signs off all that was handed in after asking once, and takes all of it back', async () => {
  const done = { received: 7, created: 0, updated: 7, unchanged: 0, rejected: 0, errors: [], job: null, effects: null }
  const sent = takePosts('/assignments/bulk', { ...done, batch: 'batch-1' })
  const onDone = vi.fn()
  const { user, redraw } = draw(<ConfirmingMany under="hp" count={7} onDone={onDone} />)
  await user.click(screen.getByRole('button', { name: 'Xác nhận cả 7 việc' }))
  expect(sent).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Xác nhận tất cả' }))
  await vi.waitFor(() => expect(onDone).toHaveBeenCalledWith(7, 'batch-1'))
  expect(sent).toEqual([{ filter: { under: 'hp', status: 'awaiting_confirmation' }, change: { status: 'completed' } }])
  const undone = vi.fn()
  server.use(http.post(`${location.origin}/api/v1/batches/batch-1/undo`, () => HttpResponse.json({})))
  redraw(<TakeBackMany words="Đã xác nhận." batch="batch-1" onDone={undone} />)
  await user.click(await screen.findByRole('button', { name: 'Hoàn tác' }))
  await vi.waitFor(() => expect(undone).toHaveBeenCalled())
})
