import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import { department, onePage, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, takeChanges, takePosts } from '@/test/server'

import { ClientPage } from './ClientPage'
import { ClientsPage } from './ClientsPage'
import { clientKeys } from './clients'
import { makeClient, SCOPES } from './fixtures'

const page = <ClientsPage filters={{}} onChange={() => undefined} />

beforeEach(() => {
  answer('/me', { ...somebody('admin', department), permissions: ['client:read', 'client:write'] })
  answer('/clients/scopes', SCOPES)
})

describe('the systems that may call', () => {
  it('shows that it is loading', () => {
    keepWaiting('/clients')
    draw(page)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('says what went wrong', async () => {
    refuse('/clients', 403, 'forbidden')
    draw(page)
    expect(await screen.findByRole('alert')).toBeVisible()
  })

  it('says that there is none', async () => {
    answer('/clients', onePage())
    draw(page)
    expect(await screen.findByText('Chưa có hệ thống nào')).toBeVisible()
  })

  it('says what each may do where, how fast, and when it was last here', async () => {
    answer('/clients', onePage(makeClient({ allowed_per_minute: 60, last_used_at: '2026-05-20T05:00:00Z' })))
    draw(page)
    const row = await screen.findByRole('row', { name: /Trung tâm điều hành/ })
    expect(row).toHaveTextContent(department.name)
    expect(row).toHaveTextContent('Đơn vị: xem · Số liệu: xem')
    expect(row).toHaveTextContent('60 lần/phút')
    expect(within(row).getByText(/20\/0?5\/2026/)).toBeVisible()
  })

  it('keeps what was read when it cannot be read again', async () => {
    answer('/clients', onePage(makeClient()))
    const { client } = draw(page)
    await screen.findByText('ioc.hp')
    cutOff('/clients')
    void client.invalidateQueries({ queryKey: clientKeys.list({}) })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('asks the server for closed ones', async () => {
    const asked = answerQueries('/clients', () => onePage())
    draw(<ClientsPage filters={{ state: 'closed' }} onChange={() => undefined} />)
    await waitFor(() => expect(asked).toEqual(['disabled=true&limit=50']))
  })
})

describe('a new system', () => {
  it('is registered by what it is for; its secret is shown once, and kept nowhere here', async () => {
    answer('/clients', onePage())
    const made = takePosts('/clients', { ...makeClient(), secret: 'bi-mat-mot-lan', previous_until: null })
    const granted = takePosts('/grants', {})
    const { user, client } = draw(page)
    await user.click(await screen.findByRole('button', { name: 'Thêm hệ thống' }))
    await user.type(await screen.findByRole('textbox', { name: /^Tên hệ thống/ }), 'CSDL ngành')
    await user.click(screen.getByRole('radio', { name: /Cơ sở dữ liệu ngành/ }))
    await user.click(screen.getByRole('button', { name: 'Đăng ký và lấy mã bí mật' }))
    expect(await screen.findByDisplayValue('bi-mat-mot-lan')).toBeVisible()
    expect(made).toEqual([
      {
        code: 'csdl-nganh',
        name: 'CSDL ngành',
        unit: department.id,
        scopes: ['indicator_value:read', 'indicator_value:write', 'unit:read'],
        requests_per_minute: null,
      },
    ])
    expect(granted).toEqual([
      { client: 'client-1', unit: department.id, role: 'viewer' },
      { client: 'client-1', unit: department.id, role: 'coordinator' },
    ])
    await user.click(screen.getByRole('button', { name: 'Sao chép: Mã bí mật (client_secret)' }))
    expect(await navigator.clipboard.readText()).toBe('bi-mat-mot-lan')
    await user.click(screen.getByRole('button', { name: 'Tôi đã lưu, đóng lại' }))
    expect(screen.queryByDisplayValue('bi-mat-mot-lan')).toBeNull()
    await waitFor(() => {
      const cached = client.getMutationCache().getAll().map(({ state }) => state.data)
      expect(JSON.stringify(cached)).not.toContain('bi-mat')
    })
  })
})

describe('one system', () => {
  const draws = (more = {}) => {
    answer('/clients/client-1', makeClient(more))
    return draw(<ClientPage clientId="client-1" />)
  }

  it('gets a new secret while the one so far holds', async () => {
    const sent = takePosts('/clients/client-1/rotate-secret', {
      ...makeClient(),
      secret: 'bi-mat-moi',
      previous_until: '2026-05-23T05:00:00Z',
    })
    const { user } = draws()
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Mã cũ còn dùng được' }), '3 ngày nữa')
    await user.click(screen.getByRole('button', { name: 'Tạo mã mới' }))
    expect(await screen.findByDisplayValue('bi-mat-moi')).toBeVisible()
    expect(screen.getByText(/Mã cũ còn dùng được đến/)).toBeVisible()
    expect(sent).toEqual([{ overlap_hours: 72 }])
  })

  it('is closed only when it is meant', async () => {
    const sent = takeChanges('/clients/client-1', () => makeClient({ disabled: true }))
    const { user } = draws()
    await user.click(await screen.findByRole('button', { name: 'Khóa hệ thống này…' }))
    expect(sent).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Khóa ngay' }))
    await waitFor(() => expect(sent).toEqual([{ version: '"3.0"', body: { disabled: true } }]))
  })

  it('has a pace of its own', async () => {
    const sent = takeChanges('/clients/client-1', () => makeClient({ requests_per_minute: 60 }))
    const { user } = draws()
    await user.type(await screen.findByRole('textbox', { name: 'Số yêu cầu tối đa mỗi phút' }), '60')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent).toEqual([{ version: '"3.0"', body: { requests_per_minute: 60 } }]))
  })

  it('says what it is allowed in vain', async () => {
    draws({ scopes: ['indicator_value:write', 'unit:read'] })
    expect(await screen.findByText(/Chưa dùng được.*Số liệu: ghi/)).toBeVisible()
  })
})
