import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import { makeRegime, makeRound, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse, takeChanges } from '@/test/server'

import { RegimePage } from './RegimePage'

const REGIME = '/reporting-regimes/regime-1'
const page = () => <RegimePage regimeId="regime-1" />
const party = (printed_name: string) => ({ unit: null, audience: null, printed_name })
const due = { kind: 'recurring', every: 'quarter', day: 1, month_of_period: 3, bound: 'before', tentative: false, doubtful: false }
const steps = [
  { who: [party('Các cơ sở giáo dục')], to: [], due, due_text: 'trước ngày 01 tháng cuối quý', cutoff: null, outline: [] },
  { who: [party('UBND cấp xã')], to: [party('Văn phòng Sở')], due: null, due_text: null, cutoff: { kind: 'offset', days: 3 }, outline: [] },
]

describe('a reporting regime', () => {
  beforeEach(() => {
    sessionStorage.clear()
    answer('/reporting-rounds', onePage(makeRound()))
  })

  it('shows that it is loading', () => {
    keepWaiting(REGIME)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what went wrong', async () => {
    refuse(REGIME, 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('says of each step who reports to whom, by when, and until when figures count', async () => {
    answer(REGIME, makeRegime({ steps, waits_for: null, may: [] }))
    draw(page())
    const card = within(await screen.findByRole('region', { name: 'Các bước báo cáo' }))
    const [first, second] = card.getAllByRole('listitem')
    expect(first).toHaveTextContent(/Các cơ sở giáo dục.*đơn vị cấp trên trực tiếp/)
    expect(first).toHaveTextContent(/trước ngày 1 tháng cuối kỳ.*trước ngày 01 tháng cuối quý/)
    expect(second).toHaveTextContent(/UBND cấp xã.*Văn phòng Sở.*chưa đặt thời hạn.*3 ngày sau khi hết kỳ/)
    expect(card.queryByRole('button')).toBeNull()
  })

  it('says of each round its label, its span, its cut-off and its due day', async () => {
    answer(REGIME, makeRegime())
    draw(page())
    const [, row] = within(await screen.findByRole('table', { name: 'Các kỳ báo cáo đã mở' })).getAllByRole('row')
    expect(row).toHaveTextContent(/Quý IV\/2026.*01\/10\/2026 – 31\/12\/2026.*19\/12\/2026.*19\/12\/2026/)
  })

  it('lets a coordinator set a day, add a step and put it in its place', async () => {
    answer(REGIME, makeRegime({ steps, waits_for: null }))
    const sent = takeChanges(REGIME, () => makeRegime({ steps, version: 3 }))
    const { user } = draw(page())
    await user.click(await screen.findByRole('button', { name: 'Sửa các bước' }))
    expect(screen.getByRole('button', { name: 'Lưu' })).toBeDisabled()
    await user.click(screen.getByRole('button', { name: 'Thêm bước' }))
    const second = within(screen.getByRole('group', { name: 'Bước 2' }))
    await user.selectOptions(second.getByLabelText('Hạn gửi'), 'Sau khi hết kỳ')
    await user.clear(second.getByLabelText('Hạn gửi: Số ngày sau khi hết kỳ'))
    await user.type(second.getByLabelText('Hạn gửi: Số ngày sau khi hết kỳ'), '7')
    await user.click(screen.getByRole('button', { name: 'Đưa xuống bước 1' }))
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toHaveLength(1))
    expect(sent[0]).toMatchObject({
      version: '"2.0"',
      body: {
        cadence: 'quarter',
        steps: [
          { who: [party('UBND cấp xã')], due: { kind: 'offset', days: 7 }, cutoff: { kind: 'offset', days: 3 } },
          { who: [party('Các cơ sở giáo dục')], due, due_text: 'trước ngày 01 tháng cuối quý' },
          { who: [party('Văn phòng Sở')], to: [], due: null },
        ],
      },
    })
  })
})
