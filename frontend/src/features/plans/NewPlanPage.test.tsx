import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { makePlan, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { planKeys } from './api'
import { NewPlanPage } from './NewPlanPage'

const address = (path: string) => `${location.origin}/api/v1${path}`

function takeDown(path: string) {
  const sent: unknown[] = []
  server.use(
    http.post(address(path), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(makePlan({ id: 'plan-2' }), { status: 201 })
    }),
  )
  return sent
}

describe('a new plan', () => {
  beforeEach(() => sessionStorage.clear())

  it('begins blank, with a year and a title', async () => {
    const sent = takeDown('/plans')
    const onMade = vi.fn()
    const { user } = draw(<NewPlanPage from={undefined} onMade={onMade} />)
    fireEvent.change(screen.getByLabelText(/Năm/), { target: { value: '2030' } })
    expect(screen.getByLabelText(/Tên kế hoạch/)).toHaveValue('Kế hoạch chuyển đổi số năm 2030')
    await user.click(screen.getByRole('button', { name: 'Tạo dự thảo' }))
    await waitFor(() => expect(onMade).toHaveBeenCalled())
    expect(sent).toEqual([{ year: 2030, horizon_years: [2030], title: 'Kế hoạch chuyển đổi số năm 2030' }])
  })

  it('of a unit carries out the plan above, with its year and title', async () => {
    answer('/plans/plan-1', makePlan())
    const sent = takeDown('/plans')
    const { user } = draw(<NewPlanPage from={undefined} under="plan-1" unit="school" onMade={vi.fn()} />)
    expect(await screen.findByText(/thực hiện “Kế hoạch chuyển đổi số năm 2026” của Sở/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Tạo dự thảo' }))
    const title = 'Kế hoạch chuyển đổi số năm 2026'
    await waitFor(() => expect(sent).toEqual([{ year: 2026, horizon_years: [2026], title, parent_plan: 'plan-1', unit: 'school' }]))
  })

  it('of a unit says when the plan above may not be seen', async () => {
    refuse('/plans/plan-1', 404, 'not_found')
    draw(<NewPlanPage from={undefined} under="plan-1" onMade={vi.fn()} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('copies last year’s, named for the next', async () => {
    answer('/plans', onePage(makePlan()))
    const sent = takeDown('/plans/plan-1/copy')
    const { user } = draw(<NewPlanPage from="plan-1" onMade={vi.fn()} />)
    await user.click(await screen.findByRole('button', { name: 'Chép thành dự thảo' }))
    await waitFor(() => expect(sent).toEqual([{ year: 2027, title: 'Kế hoạch chuyển đổi số năm 2027' }]))
  })

  it('shows that plans to copy are loading', () => {
    keepWaiting('/plans')
    draw(<NewPlanPage from="plan-1" onMade={vi.fn()} />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that there is none to copy', async () => {
    answer('/plans', onePage())
    draw(<NewPlanPage from="plan-1" onMade={vi.fn()} />)
    expect(await screen.findByText('Chưa có kế hoạch nào để chép')).toBeVisible()
  })

  it('says that plans may not be seen', async () => {
    refuse('/plans', 403, 'forbidden')
    draw(<NewPlanPage from="plan-1" onMade={vi.fn()} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền xem')
  })

  it('keeps what was typed when plans cannot be read again', async () => {
    answer('/plans', onePage(makePlan()))
    const { client } = draw(<NewPlanPage from="plan-1" onMade={vi.fn()} />)
    fireEvent.change(await screen.findByLabelText(/Tên kế hoạch/), { target: { value: 'Tên tôi gõ' } })
    cutOff('/plans')
    void client.invalidateQueries({ queryKey: planKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByLabelText(/Tên kế hoạch/)).toHaveValue('Tên tôi gõ')
  })
})
