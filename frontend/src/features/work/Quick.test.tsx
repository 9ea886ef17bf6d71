import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'

import { draw } from '@/test/render'
import { takeChanges } from '@/test/server'

import { Assigning } from './Assigning'
import { Confirming } from './Confirming'
import { TakeBack } from './TakeBack'

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
