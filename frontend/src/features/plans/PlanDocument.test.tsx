import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'

import { makePlan } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse } from '@/test/server'

import { PlanDocument } from './PlanDocument'

const rule = {
  id: 'rule-1',
  subject: 'Kết quả thực hiện kế hoạch',
  who_name: 'Các phòng',
  who: [{ unit: null, audience: null, printed_name: 'Các phòng' }],
  via: [],
  to_name: 'Sở',
  to: [{ unit: null, audience: null, printed_name: 'Sở' }],
  cadence: 'month',
  due_text: 'Trước ngày 05',
  section: null,
}
const rules = (...items: object[]) => ({ version: 1, items, next_cursor: null })
const page = <PlanDocument planId="plan-1" />

describe('what a plan says of itself', () => {
  it('shows that it is loading', () => {
    keepWaiting('/plans/plan-1')
    draw(page)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that it may not be seen', async () => {
    refuse('/plans/plan-1', 404, 'not_found')
    draw(page)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('says who does what and who reports to whom', async () => {
    const duties = [{ unit_name: 'Văn phòng Sở', unit: null, text: 'Đầu mối;\nTổng hợp' }]
    answer('/plans/plan-1', makePlan({ duties }))
    answer('/plans/plan-1/reporting-rules', rules(rule))
    draw(page)
    expect(await screen.findByText('Các phòng → Sở')).toBeVisible()
    expect(screen.getByText('Hằng tháng · Trước ngày 05')).toBeVisible()
    const charge = within(screen.getByRole('region', { name: 'Phân công trách nhiệm' }))
    expect(charge.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(['Đầu mối;', 'Tổng hợp'])
  })

  it('says what it does not hold', async () => {
    answer('/plans/plan-1', makePlan())
    answer('/plans/plan-1/reporting-rules', rules())
    draw(page)
    expect(await screen.findByText('Kế hoạch không có quy định về báo cáo.')).toBeVisible()
    expect(screen.getByText('Kế hoạch không có phần phân công trách nhiệm.')).toBeVisible()
  })

  it('keeps the rest in sight when the reporting rules cannot be read', async () => {
    answer('/plans/plan-1', makePlan())
    refuse('/plans/plan-1/reporting-rules', 500, 'internal_error')
    draw(page)
    expect(await screen.findByRole('alert')).toBeVisible()
    expect(screen.getByText('Uông Minh Long')).toBeVisible()
  })
})
