import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it } from 'vitest'

import { draw } from '@/test/render'
import { server } from '@/test/server'

import { ForgotPasswordPage } from './ForgotPasswordPage'

const address = `${location.origin}/api/v1/auth/password-resets`

async function ask() {
  const { user } = draw(<ForgotPasswordPage />)
  await user.type(screen.getByLabelText('Thư điện tử'), ' a@example.vn ')
  await user.click(screen.getByRole('button', { name: 'Gửi liên kết' }))
}

describe('a forgotten password', () => {
  it('is asked about by e-mail, and the page does not say whether the address is known', async () => {
    const sent: unknown[] = []
    server.use(
      http.post(address, async ({ request }) => {
        sent.push(await request.json())
        return new HttpResponse(null, { status: 202 })
      }),
    )
    await ask()
    expect(await screen.findByRole('status')).toHaveTextContent('Nếu địa chỉ này thuộc về một tài khoản')
    expect(sent).toEqual([{ email: 'a@example.vn' }])
  })

  it('keeps the address and says why nothing was sent', async () => {
    server.use(http.post(address, () => HttpResponse.error()))
    await ask()
    expect(await screen.findByRole('alert')).toHaveTextContent('kiểm tra đường truyền')
    expect(screen.getByLabelText('Thư điện tử')).toHaveValue('a@example.vn')
  })
})
