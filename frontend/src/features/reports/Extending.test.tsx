import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'

import { draw } from '@/test/render'
import { takePosts } from '@/test/server'

import { Extending } from './Extending'

it('gives a commune and all below it more time, and says how many reports that is', async () => {
  const sent = takePosts('/reporting-rounds/round-1/extensions', { extended: 12 })
  const { user } = draw(<Extending round="round-1" of={{ under: 'hp-000003' }} name="UBND phường Hồng Bàng" />)
  await user.click(screen.getByRole('button', { name: 'Gia hạn' }))
  expect(screen.getByRole('button', { name: 'Gia hạn' })).toBeDisabled()
  await user.type(screen.getByLabelText(/Hạn mới/), '10/06/2026')
  await user.type(screen.getByLabelText(/Lý do/), 'Bão số 2')
  await user.click(screen.getByRole('button', { name: 'Gia hạn đến 10/06/2026' }))
  expect(await screen.findByText('Đã gia hạn 12 báo cáo chưa gửi.')).toBeVisible()
  expect(sent).toEqual([{ under: 'hp-000003', due_on: '2026-06-10', reason: 'Bão số 2' }])
})
