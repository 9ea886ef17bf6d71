import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it } from 'vitest'

import type { Amendment } from '@/api/models'
import { leader, makePlan, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { amendmentKeys } from './api'
import { PlanLifePage } from './PlanLifePage'

const LIST = '/plans/plan-1/amendments'
const plan = makePlan({ version: 7, number: '15/KH' })

const amendment: Amendment = {
  id: 'amendment-1',
  version: 1,
  plan_id: 'plan-1',
  number: 1,
  effective_on: '2026-05-15',
  document_number: '99/QĐ-SGDĐT',
  issued_on: '2026-05-14',
  signer: { name: 'Trần Văn B', title: 'Giám đốc', on_behalf: null },
  reason: 'Thực hiện Nghị quyết mới',
  legal_bases: [{ type: 'Nghị quyết', number: '12-NQ/TU', issued_on: null, issuer: null, title: null }],
  changes: [
    {
      entity: 'task',
      change: 'changed',
      id: 'task-1',
      number: '1',
      title: 'Triển khai học bạ số',
      fields: [
        { field: 'schedule', before: { text: 'Quý II' }, after: { text: 'Quý III' } },
        {
          field: 'participations',
          before: [{ role: 'lead', printed_name: 'Văn phòng Sở' }],
          after: [{ role: 'lead', printed_name: 'Văn phòng Sở' }, { role: 'lead', printed_name: 'Phòng QLCL' }],
        },
        { field: 'code', before: '1', after: '2' },
      ],
    },
    { entity: 'target', change: 'cancelled', id: 'target-1', number: '4', title: 'Chữ ký số', fields: [] },
  ],
  created_at: '2026-05-20T00:00:00Z',
}

describe('the life of a plan', () => {
  it('shows that it is loading', () => {
    keepWaiting(LIST)
    draw(<PlanLifePage plan={plan} />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that it was never amended', async () => {
    answer(LIST, onePage())
    draw(<PlanLifePage plan={plan} />)
    expect(await screen.findByText(/chưa có điều chỉnh, bổ sung nào/)).toBeVisible()
    expect(screen.getByText(/Số 15\/KH/)).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse(LIST, 404, 'not_found')
    draw(<PlanLifePage plan={plan} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what it has when it cannot read again', async () => {
    answer(LIST, onePage(amendment))
    const { client } = draw(<PlanLifePage plan={plan} />)
    await screen.findByText('Thực hiện Nghị quyết mới')
    cutOff(LIST)
    void client.invalidateQueries({ queryKey: amendmentKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByText('Thực hiện Nghị quyết mới')).toBeVisible()
  })

  it('tells each amendment with its reason, bases and what it did, and leads to before and after', async () => {
    answer(LIST, onePage(amendment))
    draw(<PlanLifePage plan={plan} />)
    expect(await screen.findByRole('heading', { name: 'Điều chỉnh, bổ sung lần 1' })).toBeVisible()
    expect(screen.getByText('Nghị quyết 12-NQ/TU')).toBeVisible()
    expect(screen.getByText('Số 99/QĐ-SGDĐT · Ngày 14/05/2026')).toBeVisible()
    const changed = screen.getByText('Triển khai học bạ số').closest('li') ?? document.body
    expect(within(changed).getByText('Quý II').tagName).toBe('DEL')
    expect(within(changed).getByText('Quý III').tagName).toBe('INS')
    expect(within(changed).getByText('Văn phòng Sở').tagName).toBe('P')
    expect(within(changed).getByText('Phòng QLCL').tagName).toBe('INS')
    expect(screen.getByText('Bỏ chỉ tiêu')).toBeVisible()
    const links = ['Xem kế hoạch trước điều chỉnh', 'Xem kế hoạch sau điều chỉnh', 'So sánh trước và sau']
    const [before, after, both] = links.map((name) => screen.getByRole('link', { name }).getAttribute('href'))
    expect(before).toMatch(/as_of=.*2026-05-14/)
    expect(after).toMatch(/as_of=.*2026-05-15/)
    expect(both).toMatch(/comparison/)
    expect(screen.queryByRole('link', { name: 'Lập điều chỉnh, bổ sung' })).toBeNull()
  })

  it('closes a plan over the version read, after saying what that means', async () => {
    answer('/me', { ...leader, permissions: ['plan:issue', 'plan:amend'] })
    answer(LIST, onePage())
    answer('/assignments/counts', onePage({ not_started: 3, in_progress: 2, awaiting_confirmation: 0 }))
    const sent: (string | null)[] = []
    server.use(
      http.post(`${location.origin}/api/v1/plans/plan-1/close`, ({ request }) => {
        sent.push(request.headers.get('If-Match'))
        return HttpResponse.json({ plan_id: 'plan-1', version: 8, status: 'closed', job: null })
      }),
    )
    const { user, redraw } = draw(<PlanLifePage plan={plan} />)
    expect(await screen.findByRole('link', { name: 'Lập điều chỉnh, bổ sung' })).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Kết thúc kế hoạch này' }))
    expect(await screen.findByText(/Còn 5 việc của các đơn vị chưa hoàn thành/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Xác nhận kết thúc' }))
    await waitFor(() => expect(sent).toEqual(['"7.0"']))
    redraw(<PlanLifePage plan={{ ...plan, status: 'closed', closed_on: '2026-11-27' }} />)
    expect(await screen.findByText('27/11/2026')).toBeVisible()
    expect(screen.queryByRole('button', { name: /Kết thúc/ })).toBeNull()
    expect(screen.queryByRole('link', { name: 'Lập điều chỉnh, bổ sung' })).toBeNull()
  })

  it('is not of a draft', () => {
    answer(LIST, onePage())
    draw(<PlanLifePage plan={{ ...plan, status: 'draft' }} />)
    expect(screen.getByText('Kế hoạch chưa ban hành')).toBeVisible()
  })
})
