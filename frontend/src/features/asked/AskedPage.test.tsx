import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { leader, makeAsked, makeAskedReport, makeQuestion } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takePosts } from '@/test/server'

import { askedKeys } from './api'
import { AskedPage } from './AskedPage'

const PATH = '/asked'
const BULK = '/indicator-values/bulk'
const loaded = { received: 1, created: 1, updated: 0, unchanged: 0, rejected: 0, errors: [], batch: null, job: null }
const own = makeQuestion({ source: 'reported', present: null })
const writer = { ...leader, permissions: ['indicator_value:write', 'difficulty:write', 'report:write'] }
const address = (path: string) => `${location.origin}/api/v1${path}`

describe('the questions of a period', () => {
  beforeEach(() => localStorage.clear())
  afterEach(() => void vi.useRealTimers())

  it('show that they are loading', () => {
    keepWaiting(PATH)
    draw(<AskedPage of={{}} />)
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('say that nothing is asked', async () => {
    answer(PATH, makeAsked({ items: [] }))
    draw(<AskedPage of={{}} />)
    expect(await screen.findByText('Kỳ này không có câu hỏi nào cho đơn vị')).toBeVisible()
  })

  it('say what went wrong', async () => {
    refuse(PATH, 403, 'forbidden')
    draw(<AskedPage of={{}} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer(PATH, makeAsked())
    const { client } = draw(<AskedPage of={{}} />)
    await screen.findByText(own.question)
    cutOff(PATH)
    void client.invalidateQueries({ queryKey: askedKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it.each([
    ['2026-05-20', 'hạn hết ngày 04/06/2026'],
    ['2026-06-20', 'quá hạn từ 04/06/2026'],
  ])('say the period, the school, how many are left and until when (%s)', async (today, due) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(today) })
    answer(PATH, makeAsked({ items: [own] }))
    draw(<AskedPage of={{}} />)
    const heading = await screen.findByRole('heading', { level: 1 })
    expect(heading).toHaveTextContent(/^Quý II\/2026 – .+ – còn 1 câu – /)
    expect(heading).toHaveTextContent(due)
  })

  it('are answered over what was read, and what is unusual asks for a word on the card', async () => {
    answer('/me', writer)
    answer(PATH, makeAsked({ items: [own] }))
    const fault = { row: 1, pointer: '/0/note', code: 'jump', message: 'Số liệu thay đổi nhiều so với kỳ trước (40)' }
    const sent = takePosts(BULK, { ...loaded, created: 0, rejected: 1, errors: [fault] })
    const { user } = draw(<AskedPage of={{}} />)
    await user.type(await screen.findByRole('textbox', { name: own.question }), '4')
    await user.click(screen.getByRole('button', { name: 'Xong' }))
    await user.type(await screen.findByRole('textbox', { name: 'Xin một câu giải thích' }), 'Nhiều người nghỉ hưu')
    expect(screen.getByText(fault.message)).toBeVisible()
    answer(PATH, makeAsked({ items: [{ ...own, present: { ...makePresent(), numerator: 4 } }] }))
    const again = takePosts(BULK, loaded)
    await user.click(screen.getByRole('button', { name: 'Xong' }))
    await waitFor(() => expect(again).toHaveLength(1))
    const row = { indicator: 'indicator-1', unit: 'school', period: '2026-Q2', answer: 'given', numerator: '4', denominator: '45' }
    expect([sent, again]).toEqual([[[{ ...row, note: null, version: 0 }]], [[{ ...row, note: 'Nhiều người nghỉ hưu', version: 0 }]]])
    expect(await screen.findByText('Đã trả lời 1 câu')).toBeVisible()
  })

  it('are kept while the line is down, and shown with the other where somebody else answered', async () => {
    answer('/me', writer)
    answer(PATH, makeAsked({ items: [own] }))
    server.use(http.post(address(BULK), () => HttpResponse.error()))
    const { user, client } = draw(<AskedPage of={{}} />)
    await user.click(await screen.findByRole('button', { name: 'Như kỳ trước: 40/45' }))
    expect(await screen.findByText(/1 câu trả lời đang giữ trên máy này/)).toBeVisible()
    answer(PATH, makeAsked({ items: [{ ...own, present: makePresent() }] }))
    void client.invalidateQueries({ queryKey: askedKeys.all })
    expect(await screen.findByText('Trên hệ thống: 42/45 (93,33 %)')).toBeVisible()
    expect(screen.getByText('Trên máy này: 40/45')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Giữ số trên hệ thống' }))
    expect(await screen.findByText('Đã trả lời 1 câu')).toBeVisible()
    expect(localStorage).toHaveLength(0)
  })

  it('go up with the report, and the receipt is there to be shared', async () => {
    answer('/me', writer)
    const report = makeAskedReport({ may: ['save', 'send'] })
    const told = makeQuestion()
    answer(PATH, makeAsked({ items: [told], reports: [report] }))
    server.use(http.post(address('/indicator-values/value-1/confirm'), () => HttpResponse.json({})))
    const { user } = draw(<AskedPage of={{}} />)
    const card = within(await screen.findByRole('list', { name: 'Câu hỏi của kỳ này' }))
    const confirmed = told.present && { ...told.present, confirmation: { status: 'confirmed', id: null, believed: null, reason: null } }
    answer(PATH, makeAsked({ items: [{ ...told, present: confirmed as typeof told.present }], reports: [report] }))
    await user.click(card.getByRole('button', { name: 'Đúng' }))
    await screen.findByText('Đã trả lời 1 câu')
    const receipt = { status: 'sent', sent_at: '2026-06-04T01:12:00Z', receipt_code: '2026-Q2-ABCD-EFGH', may: [] } as const
    let sent = 0
    server.use(
      http.post(address('/reports/report-1/send'), () => {
        sent += 1
        return HttpResponse.json({})
      }),
    )
    answer(PATH, makeAsked({ items: [], reports: [{ ...report, ...receipt, may: [] }] }))
    await user.click(screen.getByRole('button', { name: 'Gửi báo cáo' }))
    expect(await screen.findByText('2026-Q2-ABCD-EFGH')).toBeVisible()
    expect(sent).toBe(1)
    expect(screen.getByRole('button', { name: 'Chia sẻ' })).toBeEnabled()
  })

  it('are prepared by staff, and passed on to the head to be sent', async () => {
    answer(PATH, makeAsked({ reports: [makeAskedReport({ may: ['save'] })] }))
    draw(<AskedPage of={{}} />)
    expect(await screen.findByText(/Hiệu trưởng xem lại và gửi báo cáo/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Gửi báo cáo' })).toBeNull()
  })
})

function makePresent() {
  const { present } = makeQuestion()
  if (present === null) throw new Error('a question with a figure has one')
  return { ...present, source: 'reported', confirmation: null }
}
