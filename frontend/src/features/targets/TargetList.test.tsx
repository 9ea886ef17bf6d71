import { screen, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'

import { makeIndicator, makePlan, makeTarget, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, keepWaiting, refuse } from '@/test/server'

import { TargetList } from './TargetList'

const ignore = () => undefined
const plan = makePlan()

describe('a list of targets', () => {
  it('shows that it is loading', () => {
    keepWaiting('/targets')
    draw(<TargetList filters={{}} onFilter={ignore} open={undefined} onOpen={ignore} />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what an empty list means', async () => {
    answer('/targets', onePage())
    draw(<TargetList filters={{}} onFilter={ignore} open={undefined} onOpen={ignore} />)
    expect(await screen.findByText('Chưa có chỉ tiêu nào')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/targets', 500, 'internal_error')
    draw(<TargetList filters={{}} onFilter={ignore} open={undefined} onOpen={ignore} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Hệ thống gặp lỗi')
  })

  it('shows each figure as printed and how it is judged, under the plan’s heading', async () => {
    const asked = answerQueries('/targets', () =>
      onePage(makeTarget(), makeTarget({ id: 'target-2', text: '70%', value: 70 })),
    )
    draw(<TargetList plan={plan} filters={{}} onFilter={ignore} open={undefined} onOpen={ignore} />)
    const table = await screen.findByRole('table', { name: 'Chỉ tiêu' })
    expect(within(table).getByText('I. Thể chế và quản trị số')).toBeVisible()
    expect(within(table).getByText('100%')).toBeVisible()
    expect(within(table).getByText('từ 70 % trở lên')).toBeVisible()
    expect(new URLSearchParams(asked[0]).get('plan')).toBe('plan-1')
  })

  it('unfolds to what it measures', async () => {
    answer('/targets', onePage(makeTarget()))
    answer('/indicators/indicator-1', makeIndicator())
    const onOpen = vi.fn()
    const { user, redraw } = draw(
      <TargetList filters={{}} onFilter={ignore} open={undefined} onOpen={onOpen} />,
    )
    const name = await screen.findByRole('button', { name: makeTarget().printed_name })
    expect(name).toHaveAttribute('aria-expanded', 'false')
    await user.click(name)
    expect(onOpen).toHaveBeenCalledWith('target-1')
    redraw(<TargetList filters={{}} onFilter={ignore} open="target-1" onOpen={onOpen} />)
    expect(await screen.findByText('Số hồ sơ xử lý điện tử')).toBeVisible()
    expect(screen.getByText('Tổng số hồ sơ')).toBeVisible()
    expect(screen.getByText('Trong kỳ')).toBeVisible()
  })
})
