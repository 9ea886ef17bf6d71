import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import { draw } from '@/test/render'
import { answer, refuse, server, takePosts } from '@/test/server'

import { ConfinedPage } from './ConfinedPage'
import { SecondFactor } from './SecondFactor'

const none = { confirmed_at: null, recovery_codes: 0, required: false, password_needed: false }
const kept = { ...none, confirmed_at: '2026-11-20T01:00:00Z', recovery_codes: 10 }
const codes = ['abcde-fghjk', 'mnpqr-stuvw']
const secret = 'JBSWY3DPEHPK3PXP'
const path = '/me/second-factor'

function openApp() {
  takePosts(`${path}/app`, { secret, address: `otpauth://totp/L%E1%BB%99?secret=${secret}` })
  return takePosts(`${path}/app/confirm`, { recovery_codes: codes })
}

describe('the second factor on the account page', () => {
  it('is set up by scanning, typing the first code, and putting the recovery codes away', async () => {
    answer(path, none)
    const sent = openApp()
    const { user } = draw(<SecondFactor />)
    await user.click(await screen.findByRole('button', { name: 'Bật xác thực hai bước' }))
    expect(await screen.findByTitle('Mã QR để quét bằng ứng dụng xác thực')).toBeInTheDocument()
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible()
    await user.type(screen.getByLabelText('Mã 6 chữ số đang hiện trên ứng dụng'), '123 456')
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }))
    expect(await screen.findByRole('list', { name: 'Cất các mã dự phòng này' })).toHaveTextContent(codes.join(''))
    expect(sent).toEqual([{ code: '123 456' }])
    answer(path, kept)
    await user.click(screen.getByRole('button', { name: 'Tôi đã cất các mã này' }))
    expect(await screen.findByText(/Còn 10 mã dự phòng/)).toBeVisible()
  })

  it('keeps the picture when the code was wrong, and says so', async () => {
    answer(path, none)
    openApp()
    const errors = [{ pointer: '/code', code: 'wrong_code', message: 'Mã chưa đúng hoặc đã được dùng.' }]
    server.use(
      http.post(`${location.origin}/api/v1${path}/app/confirm`, () =>
        HttpResponse.json({ code: 'invalid', status: 422, detail: '', request_id: 'r', errors }, { status: 422 }),
      ),
    )
    const { user } = draw(<SecondFactor />)
    await user.click(await screen.findByRole('button', { name: 'Bật xác thực hai bước' }))
    await user.type(await screen.findByLabelText('Mã 6 chữ số đang hiện trên ứng dụng'), '000000')
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Mã chưa đúng')
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeVisible()
  })

  it('warns when the recovery codes run out, and makes new ones', async () => {
    answer(path, { ...kept, recovery_codes: 2 })
    takePosts(`${path}/recovery-codes`, { recovery_codes: codes })
    const { user } = draw(<SecondFactor />)
    expect(await screen.findByText('Sắp hết mã dự phòng. Nên tạo bộ mã mới.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Tạo mã dự phòng mới' }))
    await user.click(screen.getByRole('button', { name: 'Tạo mã dự phòng mới' }))
    expect(await screen.findByText('abcde-fghjk')).toBeVisible()
  })

  it('is turned off when asked twice, with the password where the server wants it', async () => {
    answer(path, kept)
    const sent: unknown[] = []
    const errors = [{ pointer: '/current_password', code: 'password_required', message: 'Hãy nhập mật khẩu.' }]
    server.use(
      http.post(`${location.origin}/api/v1${path}/remove`, async ({ request }) => {
        sent.push(await request.json())
        if (sent.length > 1) return new HttpResponse(null, { status: 204 })
        return HttpResponse.json({ code: 'invalid', status: 422, detail: '', request_id: 'r', errors }, { status: 422 })
      }),
    )
    const { user } = draw(<SecondFactor />)
    await user.click(await screen.findByRole('button', { name: 'Tắt xác thực hai bước' }))
    await user.click(screen.getByRole('button', { name: 'Tắt ngay' }))
    await user.type(await screen.findByLabelText('Mật khẩu hiện tại'), 'lotrinh-demo')
    answer(path, none)
    await user.click(screen.getByRole('button', { name: 'Tắt ngay' }))
    expect(await screen.findByRole('button', { name: 'Bật xác thực hai bước' })).toBeVisible()
    expect(sent).toEqual([{}, { current_password: 'lotrinh-demo' }])
  })

  it('cannot be turned off by an administrator', async () => {
    answer(path, { ...kept, required: true })
    draw(<SecondFactor />)
    expect(await screen.findByRole('button', { name: 'Đổi sang ứng dụng khác' })).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Tắt xác thực hai bước' })).toBeNull()
  })

  it('says so when it cannot be read', async () => {
    refuse(path, 500, 'unforeseen')
    draw(<SecondFactor />)
    expect(await screen.findByRole('button', { name: 'Thử lại' })).toBeVisible()
  })
})

describe('an administrator without a second factor', () => {
  it('is told why, and is free once the codes are put away', async () => {
    answer(path, { ...none, required: true })
    openApp()
    const { user, client } = draw(<ConfinedPage />)
    const freed = vi.spyOn(client, 'invalidateQueries')
    expect(await screen.findByText(/Tài khoản quản trị có quyền trên toàn hệ thống/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Bật xác thực hai bước' }))
    await user.type(await screen.findByLabelText('Mã 6 chữ số đang hiện trên ứng dụng'), '123456')
    await user.click(screen.getByRole('button', { name: 'Xác nhận' }))
    await screen.findByText('abcde-fghjk')
    expect(freed).not.toHaveBeenCalled()
    await user.click(screen.getByRole('button', { name: 'Tôi đã cất các mã này' }))
    expect(freed).toHaveBeenCalledWith({ queryKey: ['me'] })
  })

  it('shows it where one was set up before', async () => {
    answer(path, { ...kept, required: true })
    const sent = takePosts(`${path}/show`, {})
    const { user, client } = draw(<ConfinedPage />)
    const freed = vi.spyOn(client, 'invalidateQueries')
    await user.type(await screen.findByLabelText('Mã xác thực'), '123456')
    await user.click(screen.getByRole('button', { name: 'Tiếp tục' }))
    await waitFor(() => expect(freed).toHaveBeenCalledWith({ queryKey: ['me'] }))
    expect(sent).toEqual([{ code: '123456' }])
  })
})
