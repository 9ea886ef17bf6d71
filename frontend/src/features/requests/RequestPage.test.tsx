import { screen, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import type { DataAnswer, DataRequestDetail } from '@/api/models'
import { onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, server, takePosts } from '@/test/server'

import { RequestPage } from './RequestPage'
import { RequestsPage } from './RequestsPage'

const school = { id: 'unit-1', code: 'hp-001054', name: 'Trường Tiểu học Lê Chân' }
const department = { id: 'unit-9', code: 'hp', name: 'Sở GDĐT Hải Phòng' }

const makeAnswer = (more: Partial<DataAnswer> = {}): DataAnswer => ({
  unit: school,
  under: { id: 'unit-2', code: 'hp-000008', name: 'UBND phường Lê Chân' },
  version: 1,
  values: null,
  answered_at: null,
  answered_by: null,
  on_behalf: false,
  chased_at: null,
  may_answer: true,
  ...more,
})

const makeRequest = (more: Partial<DataRequestDetail> = {}): DataRequestDetail => ({
  id: 'request-1',
  version: 1,
  unit: department,
  audience: { id: 'audience-1', code: 'hp-dt-csgd', name: 'Các CSGD' },
  title: 'Rà soát máy quét',
  text: '',
  columns: [
    { key: 'c1', label: 'Số máy quét', kind: 'number', required: true, choices: [] },
    { key: 'c2', label: 'Có chữ ký số?', kind: 'yes_no', required: true, choices: [] },
  ],
  due_at: '2026-05-20T10:00:00Z',
  status: 'open',
  closed_at: null,
  by: 'Đầu mối',
  created_at: '2026-05-20T02:00:00Z',
  updated_at: '2026-05-20T02:00:00Z',
  asked: 1,
  answered: 0,
  to_answer: 1,
  sample: false,
  own: [makeAnswer()],
  may: ['answer'],
  ...more,
})

const page = <RequestPage requestId="request-1" filters={{}} onChange={() => undefined} />

describe('an ad hoc request', () => {
  it('is answered by a school on one form, at the version it read', async () => {
    answer('/data-requests/request-1', makeRequest())
    const put = vi.fn<(version: string | null, body: unknown) => void>()
    server.use(
      http.put(`${location.origin}/api/v1/data-requests/request-1/answers/unit-1`, async ({ request }) => {
        put(request.headers.get('If-Match'), await request.json())
        return HttpResponse.json(makeAnswer({ version: 2, values: { c1: 1200, c2: true } }))
      }),
    )
    const { user } = draw(page)
    const send = await screen.findByRole('button', { name: 'Gửi trả lời' })
    expect(send).toBeDisabled()
    await user.type(screen.getByLabelText('Số máy quét'), '1.200')
    await user.click(screen.getByRole('button', { name: 'Có' }))
    await user.click(send)
    expect(put).toHaveBeenCalledWith('"1.0"', { values: { c1: '1.200', c2: true } })
    expect(screen.queryByRole('button', { name: /Đôn đốc/ })).toBeNull()
  })

  it('shows who asked how many answered, and chases the rest', async () => {
    answer('/data-requests/request-1', makeRequest({ asked: 1015, answered: 812, own: [], may: ['change', 'chase'] }))
    answer('/data-requests/request-1/answers', onePage(makeAnswer({ values: { c1: 1200, c2: false }, answered_at: '2026-05-20T04:00:00Z', answered_by: 'Cô Lan', on_behalf: true })))
    const sent = takePosts('/data-requests/request-1/chase', { units: 203 })
    const { user } = draw(page)
    expect(await screen.findByText('812/1.015 đơn vị đã trả lời')).toBeVisible()
    const rows = await screen.findByRole('table', { name: 'Trả lời của các đơn vị' })
    expect(within(rows).getAllByRole('row')[1]).toHaveTextContent(/Số máy quét.*1\.200.*Không.*Cô Lan \(nhập thay\)/)
    await user.click(screen.getByRole('button', { name: 'Đôn đốc các đơn vị chưa trả lời' }))
    expect(await screen.findByText('Đã gửi nhắc đến 203 đơn vị.')).toBeVisible()
    expect(sent).toEqual([{ how: 'message', note: '' }])
  })

  it('says when it is closed, and takes no answer', async () => {
    answer('/data-requests/request-1', makeRequest({ status: 'closed', may: [] }))
    draw(page)
    expect(await screen.findByText('Yêu cầu đã đóng, đơn vị chưa trả lời.')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Gửi trả lời' })).toBeNull()
  })
})

describe('ad hoc requests', () => {
  it('are asked of an audience by who may', async () => {
    answer('/me', { permissions: ['data_request:write'], grants: [], user: null, client: null })
    answer('/data-requests', onePage())
    answer('/audiences', onePage({ id: 'audience-1', code: 'hp-dt-csgd', name: 'Các CSGD' }))
    const sent = takePosts('/data-requests', makeRequest())
    const onAsked = vi.fn()
    const { user } = draw(<RequestsPage filters={{}} onChange={() => undefined} onAsked={onAsked} />)
    await user.click(await screen.findByRole('button', { name: 'Tạo yêu cầu' }))
    await user.type(screen.getByLabelText(/Tên yêu cầu/), 'Rà soát')
    await user.selectOptions(await screen.findByLabelText('Ai trả lời'), await screen.findByRole('option', { name: 'Các CSGD' }))
    await user.type(screen.getByRole('textbox', { name: 'Câu hỏi 1' }), 'Số máy')
    await user.click(screen.getByRole('button', { name: 'Gửi yêu cầu' }))
    await vi.waitFor(() => expect(onAsked).toHaveBeenCalledWith('request-1'))
    expect(sent).toEqual([
      {
        title: 'Rà soát',
        text: '',
        audience: 'audience-1',
        due_in_hours: 8,
        columns: [{ label: 'Số máy', kind: 'number', required: true, choices: [] }],
      },
    ])
  })
})
