import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it } from 'vitest'

import { leader, makeConfirmation, makeQuestion, school } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server, takePosts } from '@/test/server'

import { figureKeys, WORKBOOK } from './api'
import { FiguresPage } from './FiguresPage'

const PATH = '/indicator-values/expected'
const form = (...items: ReturnType<typeof makeQuestion>[]) => ({ unit: school, items })
const writer = { ...leader, permissions: ['indicator_value:write'] }

describe('the figures of a unit', () => {
  it('show that they are loading', () => {
    keepWaiting(PATH)
    draw(<FiguresPage of={{}} />)
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('say that nothing is asked', async () => {
    answer(PATH, form())
    draw(<FiguresPage of={{}} />)
    expect(await screen.findByText('Kỳ này không có số liệu nào phải trả lời')).toBeVisible()
  })

  it('are filled in as a workbook, whose wrong rows are named', async () => {
    answer('/me', writer)
    answer(PATH, form(makeQuestion()))
    const sent: string[] = []
    server.use(
      http.post(`${location.origin}/api/v1/indicator-values/bulk`, ({ request }) => {
        sent.push(request.headers.get('content-type') ?? '')
        const errors = [{ row: 3, pointer: '/2/numerator', code: 'above_the_whole', message: 'Lớn hơn tổng số.' }]
        return HttpResponse.json({ received: 2, created: 1, updated: 0, unchanged: 0, rejected: 1, errors }, { status: 207 })
      }),
    )
    const { user } = draw(<FiguresPage of={{}} />)
    await screen.findByRole('button', { name: 'Tải mẫu Excel' })
    const input = document.querySelector<HTMLInputElement>('input[type=file]')
    if (input === null) throw new Error('there is nothing to put a file into')
    await user.upload(input, new File(['PK'], 'so-lieu.xlsx', { type: WORKBOOK }))
    expect(await screen.findByText('Dòng 3: Lớn hơn tổng số.')).toBeVisible()
    expect(screen.getByText('Đã ghi 1 số liệu, 0 giữ nguyên.')).toBeVisible()
    expect(sent).toEqual([WORKBOOK])
  })

  it('of all its schools are a commune’s to fetch in one workbook, be nothing asked of itself', async () => {
    answer('/me', { ...writer, grants: [{ ...writer.grants[0], role: 'commune_officer', unit: school }] })
    answer(PATH, form())
    const asked: URL[] = []
    server.use(
      http.get(`${location.origin}/api/v1/indicator-values/template`, ({ request }) => {
        asked.push(new URL(request.url))
        return HttpResponse.json({ code: 'unavailable' }, { status: 503 })
      }),
    )
    const { user } = draw(<FiguresPage of={{ period: '2026-Q2' }} />)
    await user.click(await screen.findByRole('button', { name: 'Mẫu Excel cả xã, phường' }))
    expect(await screen.findByRole('alert')).toBeVisible()
    expect(asked[0]?.search).toBe(`?under=${school.id}&period=2026-Q2`)
  })

  it('say what went wrong', async () => {
    refuse(PATH, 403, 'forbidden')
    draw(<FiguresPage of={{}} />)
    expect(await screen.findByRole('alert')).toHaveTextContent('không có quyền')
  })

  it('keep what was read when it cannot be read again', async () => {
    answer(PATH, form(makeQuestion()))
    const { client } = draw(<FiguresPage of={{}} />)
    await screen.findByText('Bao nhiêu giáo viên dùng chữ ký số?')
    cutOff(PATH)
    void client.invalidateQueries({ queryKey: figureKeys.all })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('say what is known beside each question, and where it came from', async () => {
    const yes = { answer: 'given', numerator: null, denominator: null, value: null, yes: true } as const
    answer(
      PATH,
      form(
        makeQuestion(),
        makeQuestion({
          indicator: { id: 'indicator-2', code: 'hoc-ba', name: 'Học bạ số' },
          kind: 'share_of_units',
          question: 'Trường đã triển khai học bạ số, đúng không?',
          source: 'reported',
          suggested: null,
          last: yes,
          present: null,
        }),
      ),
    )
    draw(<FiguresPage of={{}} />)
    const [told, own] = within(await screen.findByRole('list', { name: 'Số liệu' })).getAllByRole('listitem')
    expect(told).toHaveTextContent('42/45 (93,33 %)')
    expect(told).toHaveTextContent('Hệ thống khác gửi đến')
    expect(told).toHaveTextContent('45 giáo viên (ngày 31/01/2026)')
    expect(told).toHaveTextContent('Chưa xác nhận')
    expect(own).toHaveTextContent('Chưa có số liệu')
    expect(own).toHaveTextContent('Kỳ trướcCó')
    expect(own).not.toHaveTextContent('Chưa xác nhận')
    expect(screen.queryByRole('button', { name: 'Đúng' })).toBeNull()
  })

  it('are confirmed with one tap', async () => {
    answer('/me', writer)
    answer(PATH, form(makeQuestion()))
    let said = 0
    server.use(
      http.post(`${location.origin}/api/v1/indicator-values/value-1/confirm`, () => {
        said += 1
        return HttpResponse.json(makeConfirmation({ status: 'confirmed' }))
      }),
    )
    const { user } = draw(<FiguresPage of={{}} />)
    await user.click(await screen.findByRole('button', { name: 'Đúng' }))
    await waitFor(() => expect(said).toBe(1))
  })

  it('are disputed with the right figure and a reason', async () => {
    answer('/me', writer)
    answer(PATH, form(makeQuestion()))
    const sent = takePosts('/indicator-values/value-1/dispute', makeConfirmation())
    const { user } = draw(<FiguresPage of={{}} />)
    await user.click(await screen.findByRole('button', { name: 'Báo sai' }))
    await user.type(screen.getByRole('textbox', { name: 'Số giáo viên dùng chữ ký số' }), '40')
    await user.type(screen.getByRole('textbox', { name: 'Tổng số giáo viên' }), '45')
    expect(screen.getByRole('button', { name: 'Gửi báo sai' })).toBeDisabled()
    await user.type(screen.getByRole('textbox', { name: /Vì sao/ }), 'Hai giáo viên đã nghỉ hưu.')
    await user.click(screen.getByRole('button', { name: 'Gửi báo sai' }))
    await waitFor(() =>
      expect(sent).toEqual([
        { answer: 'given', numerator: '40', denominator: '45', reason: 'Hai giáo viên đã nghỉ hưu.' },
      ]),
    )
  })

  it('that are a yes or no are disputed with the other word', async () => {
    answer('/me', writer)
    answer(PATH, form(makeQuestion({ kind: 'share_of_units' })))
    const sent = takePosts('/indicator-values/value-1/dispute', makeConfirmation())
    const { user } = draw(<FiguresPage of={{}} />)
    await user.click(await screen.findByRole('button', { name: 'Báo sai' }))
    await user.click(screen.getByRole('button', { name: 'Không' }))
    await user.type(screen.getByRole('textbox', { name: /Vì sao/ }), 'Chưa làm.')
    await user.click(screen.getByRole('button', { name: 'Gửi báo sai' }))
    await waitFor(() => expect(sent).toEqual([{ answer: 'given', yes: false, reason: 'Chưa làm.' }]))
  })
})
