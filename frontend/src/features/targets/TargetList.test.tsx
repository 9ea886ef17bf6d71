import { screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import {
  leader,
  makeIndicator,
  makeJudged,
  makeListedTarget,
  makePlan,
  makeResult,
  makeTarget,
  makeTargetFigure,
  onePage,
} from '@/test/fixtures'
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

describe('what the targets of a plan have come to', () => {
  beforeEach(() => answer('/me', { ...leader, permissions: ['indicator_value:read'] }))
  const show = () => draw(<TargetList plan={plan} filters={{}} onFilter={ignore} open={undefined} onOpen={ignore} />)

  it('stands beside each, and in one line of figures', async () => {
    const asked = answerQueries('/targets', () => onePage(makeListedTarget()))
    show()
    const table = await screen.findByRole('table', { name: 'Chỉ tiêu' })
    expect(await within(table).findByText('Có nguy cơ không đạt')).toBeVisible()
    expect(within(table).getByText('76 %')).toBeVisible()
    expect(within(table).getByText('812/900 đơn vị đã báo cáo')).toBeVisible()
    expect(screen.getByRole('region', { name: 'Tình hình thực hiện chỉ tiêu' })).toHaveTextContent('Kết quả của Sở')
    expect(asked.some((query) => query.includes(`standing_of=${plan.unit.id}`))).toBe(true)
  })

  it('is told of each kind of unit and of each year by itself', async () => {
    const audience = (name: string) => ({ id: name, code: name, name })
    answer(
      '/targets',
      onePage(
        makeListedTarget({ audience: audience('Cơ quan Sở'), text: '95%' }),
        makeListedTarget({
          id: 'target-2',
          audience: audience('Các trường'),
          text: '60%',
          standing: makeTargetFigure({ value: 64, status: 'met' }),
        }),
        makeListedTarget({ id: 'target-3', year: 2030, text: '80%', standing: null }),
      ),
    )
    show()
    const table = await screen.findByRole('table', { name: 'Chỉ tiêu' })
    expect(await within(table).findByText('64 %')).toBeVisible()
    const [, , so, schools, later] = within(table).getAllByRole('row')
    expect(so).toHaveTextContent(/Cơ quan Sở/)
    expect(schools).toHaveTextContent(/60%.*đến năm 2026.*64 %.*Đạt.*Các trường/)
    expect(later).toHaveTextContent('đến năm 2030')
  })

  it('unfolds to the units at which most is missing', async () => {
    answer('/targets', onePage(makeListedTarget()))
    answer('/indicators/indicator-1', makeIndicator())
    const commune = { id: 'commune', code: 'hp-000003', name: 'UBND phường Hồng Bàng' }
    const part = makeJudged({ numerator: 30, denominator: 100, value: 30, units_reported: 5, units_expected: 9 })
    answer('/roll-ups', { items: [makeResult({ unit: commune, targets: [part] })], next_cursor: null })
    draw(<TargetList plan={plan} filters={{}} onFilter={ignore} open="target-1" onOpen={ignore} />)
    expect(await screen.findByRole('link', { name: commune.name })).toBeVisible()
    expect(screen.getByText('Còn thiếu 60 · hiện đạt 30 % · 5/9 đơn vị đã báo cáo')).toBeVisible()
  })

  it('is left out for a reader who may not know the figures', async () => {
    answer('/targets', onePage(makeListedTarget({ standing: null })))
    show()
    expect(await screen.findByRole('table', { name: 'Chỉ tiêu' })).toBeVisible()
    expect(screen.queryByRole('columnheader', { name: 'Kết quả' })).not.toBeInTheDocument()
  })
})
