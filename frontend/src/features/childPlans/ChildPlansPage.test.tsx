import { fireEvent, screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { ChildPlan, ChildPlanCall } from '@/api/models'
import { department, leader, makePlan, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { childPlanKeys } from './api'
import { ChildPlansPage } from './ChildPlansPage'

const CALL = '/plans/plan-1/child-plan-call'
const LIST = '/plans/plan-1/child-plans'
const schools = { id: 'schools', code: 'csgd', name: 'các cơ sở giáo dục' }

const call: ChildPlanCall = {
  plan_id: 'plan-1',
  due_on: '2026-02-15',
  audience: schools,
  counts: { on_time: 3, late: 1, pending: 0, missing: 2 },
}
const uncalled: ChildPlanCall = {
  ...call,
  due_on: null,
  audience: null,
  counts: { on_time: 0, late: 0, pending: 0, missing: 0 },
}

const issued: ChildPlan = {
  unit: school,
  status: 'on_time',
  plan: { id: 'child-1', code: '12/KH-TH', name: 'Kế hoạch chuyển đổi số năm 2026' },
  number: '12/KH-TH',
  issued_on: '2026-02-10',
  signer: { name: 'Trần Thị B', title: 'Hiệu trưởng', on_behalf: null },
  documents: 1,
  recorded_at: '2026-02-11T00:00:00Z',
}
const missing: ChildPlan = { ...issued, status: 'missing', plan: null, number: null, issued_on: null, signer: null, documents: 0, recorded_at: null }

const page = (over = {}) => <ChildPlansPage plan={makePlan()} filters={{}} onFilter={vi.fn()} {...over} />

function answerAll(stands: ChildPlanCall, ...rows: ChildPlan[]) {
  answer(CALL, stands)
  answer('/units', onePage())
  answer('/audiences', onePage({ ...schools }))
  return answerQueries(LIST, () => ({ ...onePage(...rows), total: rows.length }))
}

describe('units’ own plans under a plan', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting(CALL)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that nobody was asked yet', async () => {
    answerAll(uncalled)
    draw(page())
    expect(await screen.findByText(/Hiện chưa có đề nghị/)).toBeVisible()
    expect(await screen.findByText('Chưa có kế hoạch đơn vị nào')).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse(CALL, 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what it has when it cannot read again', async () => {
    answerAll(call, issued)
    const { client } = draw(page())
    await screen.findByRole('link', { name: school.name })
    cutOff(CALL)
    void client.invalidateQueries({ queryKey: childPlanKeys.call('plan-1') })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(screen.getByRole('link', { name: school.name })).toBeVisible()
  })

  it('says by when, how many stand where, and who has issued what', async () => {
    const asked = answerAll(call, issued, { ...missing, unit: { id: 'other', code: 'hp-2', name: 'Trường THCS Lê Lợi' } })
    draw(page({ filters: { under: 'hp-a', status: 'missing', q: 'le' } }))
    expect(await screen.findByText('Đề nghị ban hành kế hoạch thực hiện chậm nhất ngày 15/02/2026. Đối tượng: các cơ sở giáo dục.')).toBeVisible()
    expect(screen.getByText('Chưa ban hành', { selector: 'dt' }).parentElement).toHaveTextContent('2')
    const row = await screen.findByRole('row', { name: /Hồng Bàng/ })
    expect(row).toHaveTextContent('Số 12/KH-TH')
    expect(row).toHaveTextContent('ngày 10/02/2026')
    expect(row).toHaveTextContent('Đúng hạn')
    expect(screen.getByRole('row', { name: /Lê Lợi/ })).toHaveTextContent('Chưa có kế hoạch')
    expect(Object.fromEntries(new URLSearchParams(asked[0]))).toMatchObject({ under: 'hp-a', status: 'missing', q: 'le' })
  })

  it('lets those who may say of whom and by when', async () => {
    answer('/me', { ...leader, permissions: ['plan:amend'] })
    answerAll(uncalled)
    const sent: unknown[] = []
    server.use(
      http.put(`${location.origin}/api/v1${CALL}`, async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(call)
      }),
    )
    const { user } = draw(page())
    await user.selectOptions(await screen.findByLabelText('Đối tượng được đề nghị'), schools.name)
    fireEvent.change(screen.getByLabelText(/Chậm nhất ngày/), { target: { value: '15/02/2026' } })
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual([{ due_on: '2026-02-15', audience: 'schools' }]))
    expect(await screen.findByText(/Đã lưu/)).toBeVisible()
  })

  it('asks nothing of others to say so under a plan that is closed', async () => {
    answer('/me', { ...leader, permissions: ['plan:amend'] })
    answerAll(call, issued)
    draw(page({ plan: makePlan({ status: 'closed' }) }))
    expect(await screen.findByRole('row', { name: /Hồng Bàng/ })).toBeVisible()
    expect(screen.queryByText('Thay đổi đối tượng hoặc thời hạn')).toBeNull()
  })
})

describe('whoever heads a school', () => {
  it('asks no plans of others under the department’s', async () => {
    answer('/me', { ...somebody('school_head'), permissions: ['plan:amend'] })
    answerAll(call, issued)
    draw(page())
    expect(await screen.findByLabelText(/Số, ký hiệu/)).toBeVisible()
    expect(screen.queryByText('Thay đổi đối tượng hoặc thời hạn')).toBeNull()
  })
})

describe('a unit’s own plan', () => {
  beforeEach(() => sessionStorage.clear())

  function takeRecords() {
    const sent: unknown[] = []
    server.use(
      http.post(`${location.origin}/api/v1${LIST}`, async ({ request }) => {
        sent.push(await request.json())
        return HttpResponse.json(makePlan({ id: 'child-1', unit: school, parent_plan_id: 'plan-1' }), { status: 201 })
      }),
      http.post(`${location.origin}/api/v1/evidence`, ({ request }) => {
        sent.push(request.headers.get('Content-Type')?.split(';')[0])
        return HttpResponse.json({}, { status: 201 })
      }),
    )
    return sent
  }

  async function fill() {
    const write = (label: RegExp, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
    await screen.findByLabelText(/Số, ký hiệu/)
    write(/Số, ký hiệu/, ' 12/KH-TH ')
    write(/Ngày ban hành/, '10/02/2026')
    write(/Họ và tên người ký/, 'Trần Thị B')
    write(/Chức vụ/, 'Hiệu trưởng')
  }

  const one = { ...call, counts: { on_time: 0, late: 0, pending: 0, missing: 1 } }

  it('is recorded with its number, date, signer and paper', async () => {
    answer('/me', somebody('school_head'))
    answerAll(one, missing)
    const sent = takeRecords()
    const { user } = draw(page())
    await fill()
    await user.upload(screen.getByLabelText(/Bản PDF/), new File(['%PDF-1.7'], 'kh.pdf', { type: 'application/pdf' }))
    await user.click(screen.getByRole('button', { name: 'Ghi nhận kế hoạch' }))
    expect(await screen.findByText('Đã ghi nhận kế hoạch của đơn vị.')).toBeVisible()
    const signer = { name: 'Trần Thị B', title: 'Hiệu trưởng', on_behalf: null }
    expect(sent).toEqual([{ unit: 'school', number: '12/KH-TH', issued_on: '2026-02-10', signer }, 'multipart/form-data'])
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('is written task by task by whoever drafts it, until there is one', async () => {
    answer('/me', somebody('school_head'))
    answerAll(one, missing)
    draw(page())
    const link = await screen.findByRole('link', { name: 'Soạn kế hoạch của đơn vị' })
    expect(link).toHaveAttribute('href', '/plans/new?under=plan-1&unit=school')
  })

  it.each([
    ['there is one', 'school_head', issued],
    ['the reader only records', 'school_officer', missing],
  ] as const)('is not drafted where %s', async (_, role, own) => {
    answer('/me', somebody(role))
    answerAll(one, own)
    draw(page())
    expect(await screen.findByLabelText(/Số, ký hiệu/)).toBeVisible()
    expect(screen.queryByRole('link', { name: 'Soạn kế hoạch của đơn vị' })).toBeNull()
  })

  it('begins with what was recorded, and is put right', async () => {
    answer('/me', somebody('school_head'))
    answerAll(one, issued)
    draw(page())
    expect(await screen.findByLabelText(/Số, ký hiệu/)).toHaveValue('12/KH-TH')
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
    expect(screen.getByRole('link', { name: 'Số 12/KH-TH' })).toBeVisible()
  })

  it('is not asked of the unit that issued the plan above, nor of those who look on', async () => {
    answer('/me', somebody('school_head', department))
    answerAll(call, issued)
    draw(page())
    expect(await screen.findByRole('row', { name: /Hồng Bàng/ })).toBeVisible()
    expect(screen.queryByLabelText(/Số, ký hiệu/)).toBeNull()
  })
})
