import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import type { Me } from '@/api/models'
import { department, makeWorkDetail, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takeChanges } from '@/test/server'

import { workKeys } from './api'
import { AssignmentPage } from './AssignmentPage'
import { keepForLater, markRefused, waiting } from './outbox'
import { Sender } from './Sender'

const view = <AssignmentPage assignmentId="work-1" path={() => null} task={() => null} />
const product = { id: 'product-1', title: 'Kế hoạch học bạ số', kind: 'document' as const, done: false, document: null }
const stale = () =>
  HttpResponse.json({ code: 'stale', status: 412, detail: 'Đã đổi.', request_id: 'r', errors: null }, { status: 412 })

function open(me: Me, over: Parameters<typeof makeWorkDetail>[0] = {}) {
  answer('/me', me)
  answer('/assignments/work-1', makeWorkDetail(over))
  return draw(view)
}

const result = () => screen.findByRole('textbox', { name: 'Kết quả, tiến độ' })
const save = () => screen.getByRole('button', { name: 'Lưu kết quả' })

beforeEach(() => sessionStorage.clear())

describe('an assignment', () => {
  it('shows that it is loading', () => {
    keepWaiting('/assignments/work-1')
    draw(view)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('that may not be seen is not found', async () => {
    refuse('/assignments/work-1', 404, 'not_found')
    draw(view)
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy nội dung này')
  })

  it('keeps what is typed when it cannot read again', async () => {
    const { user, client } = open(somebody('school_officer'))
    await user.type(await result(), 'Đã xong')
    cutOff('/assignments/work-1')
    void client.invalidateQueries({ queryKey: workKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(await result()).toHaveValue('Đã xong')
  })

  it('is saved over the version that was read', async () => {
    const { user } = open(somebody('school_head'))
    const sent = takeChanges('/assignments/work-1', () =>
      makeWorkDetail({ version: 2, status: 'in_progress', text: 'Đang tập huấn', person: 'Cô Lan' }),
    )
    await user.click(await screen.findByRole('radio', { name: 'Đang thực hiện' }))
    await user.type(await result(), 'Đang tập huấn')
    await user.type(screen.getByRole('textbox', { name: 'Người thực hiện' }), 'Cô Lan')
    answer('/assignments/work-1', makeWorkDetail({ version: 2, status: 'in_progress', text: 'Đang tập huấn', person: 'Cô Lan' }))
    await user.click(save())
    expect(await screen.findByText('Đã lưu.')).toBeVisible()
    expect(sent).toEqual([
      { version: '"1.0"', body: { status: 'in_progress', text: 'Đang tập huấn', person: 'Cô Lan' } },
    ])
  })

  it('takes the paper that a product became', async () => {
    const { user } = open(somebody('school_head'), { owes: 'product', deliverables: [product] })
    const sent = takeChanges('/assignments/work-1', () => makeWorkDetail({ version: 2 }))
    await user.click(await screen.findByRole('checkbox', { name: /Kế hoạch học bạ số/ }))
    await user.type(screen.getByRole('textbox', { name: 'Số, ký hiệu' }), '12/KH-THHB')
    await user.click(save())
    const document = { type: null, number: '12/KH-THHB', issued_on: null, signer: null }
    await waitFor(() => expect(sent[0]?.body).toEqual({ deliverables: [{ id: 'product-1', done: true, document }] }))
  })

  it('says that it is entered on behalf of the unit, and then may be stopped', async () => {
    open(somebody('coordinator', department))
    expect(await screen.findByText(/Bạn đang nhập thay cho Trường Tiểu học Hồng Bàng/)).toBeVisible()
    expect(screen.getByRole('radio', { name: 'Dừng thực hiện' })).toBeVisible()
  })

  it('is not stopped by the unit itself', async () => {
    open(somebody('school_head'))
    await result()
    expect(screen.queryByRole('radio', { name: 'Dừng thực hiện' })).toBeNull()
  })

  it('is only read by those who look on, and once it is no longer asked for', async () => {
    open(somebody('viewer', department), { text: 'Đã tập huấn' })
    expect(await screen.findByText('Đã tập huấn')).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Lưu kết quả' })).toBeNull()
  })

  it('lists what was said, the latest first, and takes a note', async () => {
    const note = { at: '2026-11-20T02:00:00Z', by: 'Cô Lan', on_behalf: false, status: 'in_progress' as const, text: 'Bắt đầu' }
    const later = { ...note, at: '2026-11-21T02:00:00Z', by: 'Anh Nam', on_behalf: true, text: 'Trường báo qua điện thoại' }
    const { user } = open(somebody('school_head'), { updates: [note, later] })
    const notes = await screen.findByRole('region', { name: 'Trao đổi, cập nhật' })
    expect(within(notes).getAllByRole('listitem').map((each) => each.textContent.slice(0, 7))).toEqual(['Anh Nam', 'Cô Lan0'])
    expect(within(notes).getByText('Nhập thay')).toBeVisible()
    const said: unknown[] = []
    server.use(
      http.post(`${location.origin}/api/v1/assignments/work-1/updates`, async ({ request }) => {
        said.push(await request.json())
        return HttpResponse.json(makeWorkDetail({ version: 2 }), { status: 201 })
      }),
    )
    await user.type(await within(notes).findByRole('textbox', { name: 'Thêm cập nhật' }), 'Xong phần một')
    await user.click(within(notes).getByRole('button', { name: 'Ghi cập nhật' }))
    await waitFor(() => expect(said).toEqual([{ text: 'Xong phần một' }]))
  })
})

describe('two people at once', () => {
  it('each sees what the other wrote, and nothing typed is lost', async () => {
    const { user } = open(somebody('school_head'))
    const sent = takeChanges('/assignments/work-1', () => (sent.length === 1 ? stale() : makeWorkDetail({ version: 3 })))
    await user.type(await result(), 'Của tôi')
    answer('/assignments/work-1', makeWorkDetail({ version: 2, text: 'Của người khác' }))
    await user.click(save())
    expect(await screen.findByText('Bản mới: Của người khác')).toBeVisible()
    expect(await result()).toHaveValue('Của tôi')
    expect(save()).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Giữ nội dung tôi đã gõ' }))
    await user.click(save())
    await waitFor(() => expect(sent.map(({ version }) => version)).toEqual(['"1.0"', '"2.0"']))
  })
})

describe('without a line', () => {
  it('is kept, shown as it was typed, and sent when the line is back', async () => {
    const { user, redraw } = open(somebody('school_head'))
    takeChanges('/assignments/work-1', () => HttpResponse.error())
    await user.type(await result(), 'Ghi lúc mất mạng')
    await user.click(save())
    expect(await screen.findByText(/Chưa gửi được vì mất kết nối/)).toBeVisible()
    expect(await result()).toHaveValue('Ghi lúc mất mạng')
    const sent = takeChanges('/assignments/work-1', () => makeWorkDetail({ version: 2, text: 'Ghi lúc mất mạng' }))
    answer('/assignments/work-1', makeWorkDetail({ version: 2, text: 'Ghi lúc mất mạng' }))
    redraw(
      <>
        <Sender />
        {view}
      </>,
    )
    expect(await screen.findByText('Đã gửi 1 nội dung được giữ lúc mất kết nối.')).toBeVisible()
    expect(sent).toEqual([{ version: '"1.0"', body: { text: 'Ghi lúc mất mạng' } }])
    expect(waiting()).toEqual([])
  })

  it('gives back for review what the server did not take', async () => {
    keepForLater({ id: 'work-1', version: 1, patch: { text: 'Ghi lúc mất mạng' } })
    markRefused('work-1')
    const { user } = open(somebody('school_head'), { version: 4, text: 'Của người khác' })
    await user.click(await screen.findByRole('button', { name: 'Đưa vào biểu mẫu để xem lại' }))
    expect(await result()).toHaveValue('Ghi lúc mất mạng')
    expect(waiting()).toEqual([])
    expect(save()).toBeEnabled()
  })

  it('says so on every page when something was not taken', async () => {
    answer('/me', somebody('school_head'))
    takeChanges('/assignments/work-1', stale)
    keepForLater({ id: 'work-1', version: 1, patch: { text: 'Ghi lúc mất mạng' } })
    draw(<Sender />)
    expect(await screen.findByRole('link', { name: 'Xem lại' })).toBeVisible()
    expect(waiting()[0]?.refused).toBe(true)
  })

  it('puts a later change over an earlier one, on the version that one began from', () => {
    keepForLater({ id: 'work-1', version: 1, patch: { text: 'Một', person: 'Lan' } })
    keepForLater({ id: 'work-1', version: 5, patch: { text: 'Hai' } })
    expect(waiting()).toEqual([{ id: 'work-1', version: 1, patch: { text: 'Hai', person: 'Lan' }, refused: false }])
  })
})
