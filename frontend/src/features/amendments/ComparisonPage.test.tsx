import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import type { PlanComparison } from '@/api/models'
import { makePlan } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse } from '@/test/server'

import { amendmentKeys } from './api'
import { ComparisonPage } from './ComparisonPage'

const PATH = '/plans/plan-1/comparison'
const comparison: PlanComparison = {
  plan_id: 'plan-1',
  from: '2026-01-01',
  to: '2026-11-27',
  amendments: [{ id: 'amendment-1', number: 1, effective_on: '2026-05-15' }],
  changes: [{ entity: 'task', change: 'added', id: 'task-9', number: '9', title: 'Nhiệm vụ mới', fields: [] }],
}
const page = (onChange = vi.fn(), days = {}) => <ComparisonPage plan={makePlan()} days={days} onChange={onChange} />

describe('a plan on two days', () => {
  it('shows that it is loading', () => {
    keepWaiting(PATH)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that nothing differs', async () => {
    answer(PATH, { ...comparison, amendments: [], changes: [] })
    draw(page())
    expect(await screen.findByText('Không có khác biệt')).toBeVisible()
  })

  it('says why two days cannot be compared', async () => {
    refuse(PATH, 422, 'before_the_first')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('before_the_first')
  })

  it('keeps what it has when it cannot read again', async () => {
    answer(PATH, comparison)
    const { client } = draw(page())
    await screen.findByText('Nhiệm vụ mới')
    cutOff(PATH)
    void client.invalidateQueries({ queryKey: amendmentKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByText('Nhiệm vụ mới')).toBeVisible()
  })

  it('compares the days of the address, and asks for others', async () => {
    const asked = answerQueries(PATH, () => comparison)
    const onChange = vi.fn()
    draw(page(onChange, { from: '2026-02-01', to: '2026-06-01' }))
    expect(await screen.findByText(/Trong khoảng này có điều chỉnh, bổ sung lần 1 \(hiệu lực từ 15\/05\/2026\)/)).toBeVisible()
    expect(asked).toEqual(['from=2026-02-01&to=2026-06-01'])
    const from = screen.getByLabelText('Ngày trước')
    expect(from).toHaveValue('01/02/2026')
    fireEvent.change(from, { target: { value: '01/03/2026' } })
    expect(onChange).toHaveBeenLastCalledWith({ from: '2026-03-01' })
  })
})
