import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import { draw } from '@/test/render'
import { answer, cutOff, keepWaiting, refuse, server } from '@/test/server'

import { reminderKeys } from './api'
import { RemindersPage } from './RemindersPage'

const RULES = '/plans/plan-1/reminder-rules'
const rules = {
  plan_id: 'plan-1',
  usual: true,
  items: [
    { days: 3, to: 'unit_above' },
    { days: -7, to: 'unit' },
  ],
}

const page = () => <RemindersPage planId="plan-1" />
const step = (place: number) => screen.findByRole('group', { name: `Lần nhắc ${place}` })

function takeRules() {
  const sent: unknown[] = []
  server.use(
    http.put(`${location.origin}/api/v1${RULES}`, async ({ request }) => {
      const body = (await request.json()) as Pick<typeof rules, 'items'>
      sent.push(body)
      return HttpResponse.json({ ...rules, ...body, usual: false })
    }),
  )
  return sent
}

describe('the reminders of a plan', () => {
  beforeEach(() => sessionStorage.clear())

  it('shows that it is loading', () => {
    keepWaiting(RULES)
    draw(page())
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says that nobody is reminded where there are none', async () => {
    answer(RULES, { ...rules, items: [], usual: false })
    draw(page())
    expect(await screen.findByText(/sẽ không ai được nhắc/)).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse(RULES, 404, 'not_found')
    draw(page())
    expect(await screen.findByRole('alert')).toHaveTextContent('Không tìm thấy')
  })

  it('keeps what was typed when it cannot read again', async () => {
    answer(RULES, rules)
    const { client } = draw(page())
    fireEvent.change(within(await step(1)).getByLabelText(/Số ngày/), { target: { value: '10' } })
    cutOff(RULES)
    void client.invalidateQueries({ queryKey: reminderKeys.rules('plan-1') })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
    expect(within(await step(1)).getByLabelText(/Số ngày/)).toHaveValue(10)
  })

  it('shows the usual ones in the order they go out, and sends what is set', async () => {
    answer(RULES, rules)
    const sent = takeRules()
    const { user } = draw(page())
    expect(await screen.findByText(/lịch nhắc chung/)).toBeVisible()
    expect(within(await step(1)).getByLabelText('Thời điểm')).toHaveValue('before')
    await user.selectOptions(within(await step(1)).getByLabelText('Thời điểm'), 'Đúng ngày đến hạn')
    await user.click(screen.getByRole('button', { name: 'Bỏ lần nhắc 2' }))
    await user.click(screen.getByRole('button', { name: 'Thêm lần nhắc' }))
    await user.selectOptions(within(await step(2)).getByLabelText('Người được nhắc'), 'Lãnh đạo, đầu mối của Sở')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual([{ items: [{ days: 0, to: 'unit' }, { days: -3, to: 'department' }] }]))
    expect(await screen.findByText('Đã lưu lịch nhắc.')).toBeVisible()
  })
})
