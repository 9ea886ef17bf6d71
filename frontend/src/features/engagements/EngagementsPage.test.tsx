import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import { makeTask, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { engagementKeys } from './api'
import { EngagementsPage } from './EngagementsPage'

const schools = { id: 'schools', code: 'csgd', name: 'Các cơ sở giáo dục' }
const task = makeTask({
  participations: [{ role: 'coordinate', unit: null, audience: schools, printed_name: 'các cơ sở giáo dục' }],
})
const held = { version: 7, next_cursor: null, items: [] }

function answerPlan() {
  answer('/tasks', onePage(task))
  answer('/plans/plan-1/engagements', held)
}

const owes = () => screen.findByRole('group', { name: 'Việc của Các cơ sở giáo dục' })

describe('what audiences owe for a plan', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting('/tasks')
    answer('/plans/plan-1/engagements', held)
    draw(<EngagementsPage planId="plan-1" draft />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that there is nothing to set yet', async () => {
    answer('/tasks', onePage())
    answer('/plans/plan-1/engagements', held)
    draw(<EngagementsPage planId="plan-1" draft />)
    expect(await screen.findByText('Kế hoạch chưa có nhiệm vụ')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/tasks', 404, 'not_found')
    answer('/plans/plan-1/engagements', held)
    draw(<EngagementsPage planId="plan-1" draft />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was chosen when it cannot read again', async () => {
    answerPlan()
    const { client, user } = draw(<EngagementsPage planId="plan-1" draft />)
    await user.click(within(await owes()).getByRole('button', { name: 'Sản phẩm' }))
    cutOff('/tasks')
    void client.invalidateQueries({ queryKey: engagementKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(within(await owes()).getByRole('button', { name: 'Sản phẩm' })).toHaveAttribute('aria-pressed', 'true')
  })

  it('sends the whole plan’s, over the version it read', async () => {
    answerPlan()
    const sent: unknown[] = []
    server.use(
      http.put(`${location.origin}/api/v1/plans/plan-1/engagements`, async ({ request }) => {
        sent.push(request.headers.get('If-Match'), await request.json())
        return HttpResponse.json({ ...held, version: 8 })
      }),
    )
    const { user } = draw(<EngagementsPage planId="plan-1" draft />)
    await user.click(within(await owes()).getByRole('button', { name: 'Có/chưa' }))
    await user.click(screen.getByText('Mọi cấp học'))
    await user.click(screen.getByRole('checkbox', { name: 'Tiểu học' }))
    await user.click(screen.getByRole('button', { name: 'Lưu việc của các đối tượng' }))
    const item = { task: 'task-1', audience: 'schools', owes: 'yes_no', education_levels: ['primary'], indicator: null }
    await waitFor(() => expect(sent).toEqual(['"7.0"', { items: [item] }]))
    expect(await screen.findByText('Đã lưu.')).toBeVisible()
  })

  it('sets many lines in one stroke', async () => {
    answerPlan()
    const { user } = draw(<EngagementsPage planId="plan-1" draft />)
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Việc phải làm' }), 'Báo số liệu')
    await user.click(screen.getByRole('button', { name: 'Đặt cho 1 dòng' }))
    expect(within(await owes()).getByRole('button', { name: 'Số liệu' })).toHaveAttribute('aria-pressed', 'true')
    expect(screen.getByText('1 thay đổi chưa lưu')).toBeVisible()
  })

  it('is only read once the plan is issued', async () => {
    answerPlan()
    draw(<EngagementsPage planId="plan-1" draft={false} />)
    expect((await screen.findAllByText('Các cơ sở giáo dục'))[0]).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Lưu việc của các đối tượng' })).toBeNull()
  })
})
