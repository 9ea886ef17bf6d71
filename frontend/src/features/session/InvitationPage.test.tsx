import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { afterEach, describe, expect, it } from 'vitest'

import { draw } from '@/test/render'
import { server } from '@/test/server'

import { InvitationPage } from './InvitationPage'

const SECRET = 'abcdefghijklmnopqrstuvwxyz012345'
const holder = {
  username: 'hieu-truong.hp-000001',
  name: 'Hiệu trưởng Trường Tiểu học A',
  unit_name: 'Trường Tiểu học A',
  purpose: 'invitation',
  expires_at: '2026-12-11T05:00:00Z',
}
const look = `${location.origin}/api/v1/auth/invitations/look`
const accept = `${location.origin}/api/v1/auth/invitations/accept`

function open(secret: string, answer: () => Response = () => HttpResponse.json(holder)) {
  location.hash = secret
  server.use(http.post(look, answer))
  return draw(<InvitationPage />).user
}

afterEach(() => {
  location.hash = ''
})

describe('where a one-time link leads', () => {
  it('says whom it is for, and sets the password with the secret in the body', async () => {
    const user = open(SECRET)
    const sent: unknown[] = []
    server.use(
      http.post(accept, async ({ request }) => {
        sent.push(await request.json())
        return new HttpResponse(null, { status: 204 })
      }),
    )
    expect(await screen.findByText('Trường Tiểu học A')).toBeVisible()
    await user.type(screen.getByLabelText('Mật khẩu mới'), 'Lo-trinh-moi-2026!')
    await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), 'Lo-trinh-moi-2026!')
    await user.click(screen.getByRole('button', { name: 'Đặt mật khẩu' }))
    expect(await screen.findByRole('status')).toHaveTextContent('Đã đặt mật khẩu')
    expect(screen.getByRole('link', { name: 'Đến trang đăng nhập' })).toHaveAttribute('href', '/sign-in')
    expect(sent).toEqual([{ token: SECRET, password: 'Lo-trinh-moi-2026!' }])
  })

  it('sends nothing while the two passwords differ', async () => {
    const user = open(SECRET)
    await user.type(await screen.findByLabelText('Mật khẩu mới'), 'Lo-trinh-moi-2026!')
    await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), 'khác')
    await user.click(screen.getByRole('button', { name: 'Đặt mật khẩu' }))
    expect(await screen.findByText('Hai lần nhập mật khẩu chưa giống nhau.')).toBeVisible()
  })

  it('says in the server’s words that a link is over', async () => {
    const detail = 'Liên kết đã được dùng.'
    open(SECRET, () => HttpResponse.json({ code: 'link_over', status: 404, detail }, { status: 404 }))
    expect(await screen.findByRole('alert')).toHaveTextContent(detail)
    expect(screen.queryByLabelText('Mật khẩu mới')).toBeNull()
  })

  it('asks nobody about a link without its secret', () => {
    location.hash = ''
    draw(<InvitationPage />)
    expect(screen.getByRole('alert')).toHaveTextContent('Liên kết chưa đầy đủ')
  })

  it('says so when the line is down', async () => {
    open(SECRET, () => HttpResponse.error())
    expect(await screen.findByRole('alert')).toBeVisible()
  })
})
