import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import { department, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takePosts } from '@/test/server'

import { OutsidePage } from './OutsidePage'

const audience = { id: 'schools', code: 'hp-dt-csgd', name: 'Các cơ sở giáo dục' }
const handedOut = {
  plan_id: 'plan-9',
  version: 2,
  status: 'issued',
  job: 'job-1',
  tasks: [{ id: 'task-9', code: '1', name: 'Rà soát dữ liệu học sinh' }],
}
const job = (over: object) => ({
  id: 'job-1', version: 1, kind: 'resolve_assignments', status: 'succeeded', progress: { done: 1, total: 1 },
  result: { created: 950, changed: 0, cancelled: 0, units: 900 }, error: null, created_at: '', updated_at: '', ...over,
})

beforeEach(() => {
  sessionStorage.clear()
  answer('/me', { ...somebody('coordinator', department), permissions: ['plan:issue'] })
  answer('/audiences', onePage(audience))
  answer('/units', onePage(school))
  answer('/jobs/job-1', job({}))
})

type User = ReturnType<typeof draw>['user']

async function fillIn(user: User, whom: string) {
  await user.type(await screen.findByLabelText(/^Số, ký hiệu/), '45/TB-UBND')
  await user.type(screen.getByLabelText(/^Ngày ban hành/), '18/05/2026')
  await user.type(screen.getByLabelText(/^Về việc/), 'Rà soát dữ liệu')
  await user.type(screen.getByRole('textbox', { name: 'Nội dung' }), 'Rà soát dữ liệu học sinh')
  await user.click(screen.getByRole('textbox', { name: 'Đơn vị, đối tượng thực hiện' }))
  await user.click(await screen.findByRole('option', { name: whom }))
  await user.type(screen.getByLabelText(/^Hạn hoàn thành/), '10/06/2026')
}

const send = () => screen.getByRole('button', { name: 'Gửi đến các đơn vị' })

describe('work outside plans', () => {
  it('shows that it is loading', () => {
    keepWaiting('/me')
    draw(<OutsidePage />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('is not for those who hand out nothing', async () => {
    answer('/me', somebody('commune_officer'))
    draw(<OutsidePage />)
    expect(await screen.findByText(/không có quyền/)).toBeVisible()
  })

  it('says what went wrong', async () => {
    cutOff('/me')
    draw(<OutsidePage />)
    expect(await screen.findByRole('alert')).toHaveTextContent(/kết nối/)
  })

  it('cannot be sent before it says who, what, when and by which document', async () => {
    draw(<OutsidePage />)
    expect(await screen.findByRole('button', { name: 'Gửi đến các đơn vị' })).toBeDisabled()
  })

  it('asks schools of some levels, and says how many units have received it', async () => {
    const sent = takePosts('/tasks/outside-plan', handedOut)
    const { user } = draw(<OutsidePage />)
    await fillIn(user, 'Các cơ sở giáo dục')
    await user.click(screen.getByRole('checkbox', { name: 'Tiểu học' }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Cần làm' }), 'Báo số liệu')
    await user.click(send())
    expect(await screen.findByText(/^900 đơn vị đã nhận được, gồm 950 việc/)).toBeVisible()
    expect(screen.getByRole('link', { name: 'Rà soát dữ liệu học sinh' })).toBeVisible()
    expect(sent).toEqual([
      {
        source: { type: 'Công văn', number: '45/TB-UBND', issued_on: '2026-05-18', issuer: null, title: 'Rà soát dữ liệu' },
        unit: department.id,
        reason: null,
        tasks: [
          {
            title: 'Rà soát dữ liệu học sinh',
            deliverables: [],
            participations: [{ role: 'coordinate', unit: null, audience: 'schools', printed_name: audience.name }],
            schedule: { text: '10/06/2026' },
            engagements: [{ audience: 'schools', owes: 'figure', education_levels: ['primary'] }],
          },
        ],
      },
    ])
  })

  it('of a unit by name is a product of its own', async () => {
    const sent = takePosts('/tasks/outside-plan', handedOut)
    const { user } = draw(<OutsidePage />)
    await fillIn(user, school.name)
    expect(screen.queryByRole('combobox', { name: 'Cần làm' })).toBeNull()
    await user.click(send())
    await waitFor(() => expect(sent).toHaveLength(1))
    const [body] = sent as { tasks: { participations: unknown; engagements: unknown }[] }[]
    expect(body?.tasks[0]?.engagements).toEqual([])
    expect(body?.tasks[0]?.participations).toEqual([
      { role: 'lead', unit: school.id, audience: null, printed_name: school.name },
    ])
  })

  it('that is too much for schools wants a reason', async () => {
    server.use(
      http.post(`${location.origin}/api/v1/tasks/outside-plan`, () =>
        HttpResponse.json(
          {
            code: 'invalid', status: 422, detail: 'Sai.', request_id: 'r',
            errors: [{ pointer: '/reason', code: 'too_much_asked', message: 'Quá 10 việc trong một kỳ.' }],
          },
          { status: 422 },
        ),
      ),
    )
    const { user } = draw(<OutsidePage />)
    await fillIn(user, 'Các cơ sở giáo dục')
    await user.click(send())
    expect(await screen.findByText('Quá 10 việc trong một kỳ.')).toBeVisible()
    expect(screen.getByLabelText(/^Lý do giao nhiều việc/)).toBeVisible()
  })

  it('that nobody receives says so', async () => {
    answer('/jobs/job-1', job({ result: { created: 0, units: 0 } }))
    takePosts('/tasks/outside-plan', handedOut)
    const { user } = draw(<OutsidePage />)
    await fillIn(user, 'Các cơ sở giáo dục')
    await user.click(send())
    expect(await screen.findByText(/Chưa đơn vị nào nhận được/)).toBeVisible()
  })

  it('says that it is on its way where the job cannot be read', async () => {
    refuse('/jobs/job-1', 404, 'not_found')
    takePosts('/tasks/outside-plan', handedOut)
    const { user } = draw(<OutsidePage />)
    await fillIn(user, 'Các cơ sở giáo dục')
    await user.click(send())
    const card = await screen.findByRole('region', { name: 'Đã ghi nhận văn bản' })
    expect(await within(card).findByText(/vẫn đang được chuyển/)).toBeVisible()
  })
})
