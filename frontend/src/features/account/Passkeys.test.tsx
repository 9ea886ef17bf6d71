import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { onePage } from '@/test/fixtures'
import { pretendPasskeys, unlocked } from '@/test/passkeys'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse, server, takeChanges, takePosts } from '@/test/server'

import type { Passkey } from './ownPasskeys'
import { Passkeys } from './Passkeys'

const phone: Passkey = {
  id: 'passkey-1',
  user: { id: 'user-1', code: 'leader.hai-phong', name: 'Lãnh đạo' },
  name: 'Điện thoại',
  backed_up: true,
  created_at: '2026-11-20T01:00:00Z',
  last_used_at: null,
}
const asked = { state: 'sealed', options: { challenge: 'abc' } }

afterEach(() => vi.unstubAllGlobals())

async function add(...answers: Parameters<typeof pretendPasskeys>) {
  const device = pretendPasskeys(...answers)
  answer('/passkeys', onePage())
  const begun = takePosts('/passkeys/options', asked)
  const { user } = draw(<Passkeys />)
  await user.click(await screen.findByRole('button', { name: 'Thêm khóa truy cập' }))
  await user.clear(screen.getByLabelText('Tên khóa'))
  await user.type(screen.getByLabelText('Tên khóa'), 'Điện thoại')
  return { device, begun, user, make: () => user.click(screen.getByRole('button', { name: 'Tạo khóa' })) }
}

describe('the passkeys of one’s own account', () => {
  it('are said to be loading', () => {
    keepWaiting('/passkeys')
    draw(<Passkeys />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('are said not to be readable when they are not', async () => {
    refuse('/passkeys', 500, 'unforeseen')
    draw(<Passkeys />)
    expect(await screen.findByRole('button', { name: 'Thử lại' })).toBeVisible()
  })

  it('cannot be added where the browser knows none', async () => {
    answer('/passkeys', onePage())
    draw(<Passkeys />)
    expect(await screen.findByText(/chưa dùng được khóa truy cập/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Thêm khóa truy cập' })).toBeNull()
  })

  it('are made by the device and kept under a name', async () => {
    const { device, make } = await add(unlocked)
    const sent = takePosts('/passkeys', phone)
    await make()
    expect(await screen.findByText(/^Đã thêm/)).toBeVisible()
    expect(device.create).toHaveBeenCalledWith({ publicKey: asked.options })
    expect(sent).toEqual([{ state: 'sealed', credential: { rawId: 'a-b' }, name: 'Điện thoại' }])
  })

  it('are not made when the reader turns away', async () => {
    const { make } = await add(() => Promise.reject(new DOMException('', 'NotAllowedError')))
    await make()
    expect(await screen.findByRole('alert')).toHaveTextContent('Chưa có khóa nào được chọn')
    expect(screen.getByLabelText('Tên khóa')).toHaveValue('Điện thoại')
  })

  it('ask for the password where one signed in a while ago', async () => {
    const { make, user } = await add(unlocked)
    takePosts('/passkeys', phone)
    const sent: unknown[] = []
    const errors = [{ pointer: '/current_password', code: 'password_required', message: 'Hãy nhập mật khẩu.' }]
    server.use(
      http.post(`${location.origin}/api/v1/passkeys/options`, async ({ request }) => {
        sent.push(await request.json())
        if (sent.length > 1) return HttpResponse.json(asked)
        return HttpResponse.json({ code: 'invalid', status: 422, detail: '', request_id: 'r', errors }, { status: 422 })
      }),
    )
    await make()
    await user.type(await screen.findByLabelText('Mật khẩu hiện tại'), 'lotrinh-demo')
    await make()
    expect(await screen.findByText(/^Đã thêm/)).toBeVisible()
    expect(sent).toEqual([{}, { current_password: 'lotrinh-demo' }])
  })

  it('say whether they are used, and can be called something else', async () => {
    answer('/passkeys', onePage(phone))
    const sent = takeChanges('/passkeys/:id', () => phone)
    const { user } = draw(<Passkeys />)
    expect(await screen.findByText(/chưa dùng lần nào · đồng bộ/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Đổi tên khóa Điện thoại' }))
    await user.type(screen.getByLabelText('Tên khóa'), ' của tôi')
    await user.click(screen.getByRole('button', { name: 'Lưu' }))
    await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ name: 'Điện thoại của tôi' }]))
  })

  it('are removed once it was asked whether that is meant', async () => {
    answer('/passkeys', onePage(phone))
    const removed: string[] = []
    server.use(
      http.delete(`${location.origin}/api/v1/passkeys/:id`, ({ params }) => {
        removed.push(String(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = draw(<Passkeys />)
    await user.click(await screen.findByRole('button', { name: 'Xóa khóa Điện thoại' }))
    expect(removed).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Xóa khóa' }))
    await waitFor(() => expect(removed).toEqual(['passkey-1']))
  })
})
