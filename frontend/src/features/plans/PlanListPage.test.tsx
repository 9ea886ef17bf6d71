import { screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { makePlan, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse } from '@/test/server'

import { planKeys } from './api'
import { PlanListPage } from './PlanListPage'

const ignore = () => undefined

describe('the list of plans', () => {
  it('shows that it is loading', () => {
    keepWaiting('/plans')
    draw(<PlanListPage filters={{}} onFilter={ignore} />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what an empty list means', async () => {
    answer('/plans', onePage())
    draw(<PlanListPage filters={{}} onFilter={ignore} />)
    expect(await screen.findByText('Chưa có kế hoạch nào')).toBeVisible()
  })

  it('says that the account may not see it', async () => {
    refuse('/plans', 403, 'forbidden')
    draw(<PlanListPage filters={{}} onFilter={ignore} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền xem')
  })

  it('keeps what it has when it cannot read again', async () => {
    answer('/plans', onePage(makePlan()))
    const { client } = draw(<PlanListPage filters={{}} onFilter={ignore} />)
    await screen.findByRole('link', { name: makePlan().title })
    cutOff('/plans')
    void client.invalidateQueries({ queryKey: planKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByRole('link', { name: makePlan().title })).toBeVisible()
  })

  it('names each plan, its unit, its state and what it holds', async () => {
    answer('/plans', onePage(makePlan({ sample: true })))
    draw(<PlanListPage filters={{}} onFilter={ignore} />)
    const item = await screen.findByRole('listitem')
    expect(item).toHaveTextContent('2026')
    expect(item).toHaveTextContent('Sở Giáo dục và Đào tạo thành phố Hải Phòng')
    expect(item).toHaveTextContent('30 nhiệm vụ')
    expect(item).toHaveTextContent('22 chỉ tiêu')
    expect(item).toHaveTextContent('Dữ liệu mẫu')
  })

  it('asks the server for what is searched', async () => {
    const asked = answerQueries('/plans', () => onePage(makePlan()))
    const onFilter = vi.fn()
    const { user } = draw(<PlanListPage filters={{ q: 'hai phong' }} onFilter={onFilter} />)
    await screen.findByRole('listitem')
    expect(new URLSearchParams(asked[0]).get('q')).toBe('hai phong')
    await user.click(screen.getByRole('button', { name: 'Xóa từ khóa' }))
    await waitFor(() => expect(onFilter).toHaveBeenCalledWith({ q: undefined }))
  })
})
