import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { department, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse, server, takeChanges, takePosts } from '@/test/server'

import { makeClient, makeDelivery, makeWebhook, TYPES } from './fixtures'
import { WebhookPage } from './WebhookPage'
import { WebhooksPage } from './WebhooksPage'

beforeEach(() => {
  answer('/me', { ...somebody('admin', department), permissions: ['webhook:read', 'webhook:write', 'client:read'] })
  answer('/changes/types', TYPES)
})

describe('where other systems are told of changes', () => {
  it('shows that it is loading', () => {
    keepWaiting('/webhooks')
    draw(<WebhooksPage />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what went wrong', async () => {
    refuse('/webhooks', 403, 'forbidden')
    draw(<WebhooksPage />)
    expect(await screen.findByRole('alert')).toBeVisible()
  })

  it('says that there is none', async () => {
    answer('/webhooks', onePage())
    draw(<WebhooksPage />)
    expect(await screen.findByText('Chưa có địa chỉ nào')).toBeVisible()
  })

  it('says in words of what each is told, and how it does', async () => {
    answer('/webhooks', onePage(makeWebhook({ types: ['report.sent'], enabled: false, disabled_because: 'gone' })))
    draw(<WebhooksPage />)
    const row = await screen.findByRole('row', { name: /ioc\.example/ })
    expect(within(row).getByText('Bên nhận báo đã bỏ')).toBeVisible()
    await waitFor(() => expect(row).toHaveTextContent('Gửi báo cáo'))
  })

  it('takes an address for the kinds of change somebody ticks, and shows its key once', async () => {
    answer('/webhooks', onePage())
    answer('/clients', onePage(makeClient()))
    const sent = takePosts('/webhooks', { ...makeWebhook(), secret: 'whsec_mot-lan' })
    const { user } = draw(<WebhooksPage />)
    await user.click(await screen.findByRole('button', { name: 'Thêm địa chỉ' }))
    await user.selectOptions(
      screen.getByRole('combobox', { name: 'Của hệ thống' }),
      await screen.findByRole('option', { name: 'Trung tâm điều hành (ioc.hp)' }),
    )
    await user.type(screen.getByRole('textbox', { name: /^Địa chỉ nhận/ }), 'https://ioc.example/changes')
    await user.click(await screen.findByText('chỉ một số việc'))
    await user.click(screen.getByRole('checkbox', { name: 'Trả lại báo cáo' }))
    await user.click(screen.getByRole('button', { name: 'Thêm và lấy khóa ký' }))
    expect(await screen.findByDisplayValue('whsec_mot-lan')).toBeVisible()
    expect(sent).toEqual([
      { client: 'client-1', url: 'https://ioc.example/changes', description: '', types: ['report.returned'] },
    ])
  })
})

describe('one address', () => {
  const draws = (more = {}, ...deliveries: ReturnType<typeof makeDelivery>[]) => {
    answer('/webhooks/hook-1', makeWebhook(more))
    answer('/webhooks/hook-1/deliveries', onePage(...deliveries))
    return draw(
      <WebhookPage webhookId="hook-1" filters={{}} onChange={() => undefined} onDeleted={() => undefined} />,
    )
  }

  it('that says it is gone is told nothing more, and can be gone on with', async () => {
    const sent = takeChanges('/webhooks/hook-1', () => makeWebhook())
    const { user } = draws({ enabled: false, disabled_because: 'gone' })
    expect(await screen.findByText(/trả lời 410/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Gửi tiếp' }))
    await waitFor(() => expect(sent).toEqual([{ version: '"2.0"', body: { enabled: true } }]))
  })

  it('in trouble says when it is tried again', async () => {
    const until = '2026-05-20T06:00:00Z'
    draws({ failures: 3, paused_until: until }, makeDelivery({
      status: 'pending',
      attempts: 3,
      next_attempt_at: '2026-05-20T05:00:00Z',
      last: { at: until, status_code: null, error: 'timeout', milliseconds: 15_000 },
    }))
    expect(await screen.findByText(/Đã thử 3 lần liên tiếp/)).toBeVisible()
    const row = await screen.findByRole('row', { name: /Gửi báo cáo/ })
    expect(row).toHaveTextContent('Không trả lời trong 15 giây')
    expect(row).toHaveTextContent('lần tới 13:00')
  })

  it('shows every attempt of a delivery, and sends it again', async () => {
    const delivery = makeDelivery({ status: 'dead', last: { at: '2026-05-20T05:00:00Z', status_code: 400, error: null, milliseconds: 9 } })
    answer('/webhooks/hook-1/deliveries/delivery-1', { ...delivery, log: [delivery.last] })
    const replayed = vi.fn<() => void>()
    server.use(
      http.post(`${location.origin}/api/v1/webhooks/hook-1/deliveries/delivery-1/replay`, () => {
        replayed()
        return HttpResponse.json({ ...delivery, log: [] })
      }),
    )
    const { user } = draws({}, delivery)
    const row = await screen.findByRole('row', { name: /Gửi báo cáo/ })
    expect(row).toHaveTextContent('Bên nhận từ chối (400)')
    await user.click(within(row).getByRole('button', { name: 'Các lần gửi' }))
    expect(await screen.findByText(/sau 9 ms/)).toBeVisible()
    await user.click(within(row).getByRole('button', { name: 'Gửi lại' }))
    await waitFor(() => expect(replayed).toHaveBeenCalledOnce())
  })
})
