import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it } from 'vitest'

import type { SignedInDevice } from '@/api/models'
import { leader, onePage } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, server } from '@/test/server'

import { AccountPage } from './AccountPage'

const here: SignedInDevice = {
  id: 'session-1',
  current: true,
  user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36',
  created_at: '2026-11-20T01:00:00Z',
  last_used_at: '2026-11-22T01:00:00Z',
  expires_at: '2026-12-22T01:00:00Z',
  client_id: 'web',
  method: 'password',
  provider: null,
  address: '127.0.0.1',
}
const phone: SignedInDevice = {
  ...here,
  id: 'session-2',
  current: false,
  user_agent: 'Mozilla/5.0 (Linux; Android 14) Chrome/150.0 Mobile Safari/537.36',
}

async function drawAccount(...devices: SignedInDevice[]) {
  answer('/me', leader)
  answer('/sessions', onePage(...devices))
  answer('/auth/providers', { items: [{ id: 'dinh-danh', label: { vi: 'Định danh', en: 'Identity' } }] })
  answer('/identities', onePage())
  answer('/passkeys', onePage())
  answer('/me/second-factor', { confirmed_at: null, recovery_codes: 0, required: false, password_needed: false })
  const { user } = draw(<AccountPage />)
  await screen.findByRole('heading', { name: 'Tài khoản' })
  return user
}

describe('one’s own account', () => {
  it('names the roles and the units they hold for', async () => {
    await drawAccount(here)
    const grants = screen.getByRole('region', { name: 'Vai trò và đơn vị' })
    expect(grants).toHaveTextContent('Lãnh đạo Sở')
    expect(grants).toHaveTextContent('Sở Giáo dục và Đào tạo thành phố Hải Phòng')
    expect(screen.getByText('Dữ liệu mẫu')).toBeVisible()
  })

  it('signs out another device', async () => {
    const user = await drawAccount(here, phone)
    const ended: string[] = []
    server.use(
      http.delete(`${location.origin}/api/v1/sessions/:id`, ({ params }) => {
        ended.push(String(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất thiết bị Chrome trên Android' }))
    await waitFor(() => expect(ended).toEqual(['session-2']))
  })

  it('links an account elsewhere, with the password where the server asks for it', async () => {
    const user = await drawAccount(here)
    const sent: unknown[] = []
    const errors = [{ pointer: '/current_password', code: 'password_required', message: 'Hãy nhập mật khẩu.' }]
    server.use(
      http.post(`${location.origin}/api/v1/auth/oidc/dinh-danh/link`, async ({ request }) => {
        sent.push(await request.json())
        const refusal = { code: 'invalid', status: 422, detail: 'Xem từng lỗi.', request_id: 'request-1', errors }
        return HttpResponse.json(refusal, { status: 422 })
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Liên kết với Định danh' }))
    const card = screen.getByRole('region', { name: 'Đăng nhập bằng hệ thống khác' })
    await user.type(await within(card).findByLabelText('Mật khẩu hiện tại'), 'lotrinh-demo')
    await user.click(screen.getByRole('button', { name: 'Liên kết với Định danh' }))
    await waitFor(() => expect(sent).toHaveLength(2))
    expect(sent[1]).toEqual({ next: '/account', current_password: 'lotrinh-demo' })
  })

  it('does not send two passwords that differ', async () => {
    const user = await drawAccount(here)
    await user.type(screen.getByLabelText('Mật khẩu hiện tại'), 'lotrinh-demo')
    await user.type(screen.getByLabelText('Mật khẩu mới'), 'một mật khẩu dài')
    await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), 'một mật khẩu khác')
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }))
    expect(screen.getByText('Hai lần nhập mật khẩu mới chưa giống nhau.')).toBeVisible()
  })

  it('repeats the server’s words about a password that is too weak', async () => {
    const user = await drawAccount(here)
    server.use(
      http.put(`${location.origin}/api/v1/me/password`, () =>
        HttpResponse.json(
          {
            code: 'invalid',
            status: 422,
            detail: 'Vui lòng xem từng lỗi.',
            request_id: 'request-1',
            errors: [{ pointer: '/new_password', code: 'too_short', message: 'Mật khẩu cần ít nhất 14 ký tự.' }],
          },
          { status: 422 },
        ),
      ),
    )
    await user.type(screen.getByLabelText('Mật khẩu hiện tại'), 'lotrinh-demo')
    await user.type(screen.getByLabelText('Mật khẩu mới'), 'ngắn')
    await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), 'ngắn')
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Mật khẩu cần ít nhất 14 ký tự.')
  })
})
