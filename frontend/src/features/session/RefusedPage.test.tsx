import { screen } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'

import { draw } from '@/test/render'
import { answer } from '@/test/server'

import { REASONS, RefusedPage } from './RefusedPage'

const label = { vi: 'Định danh điện tử', en: 'Digital identity' }

beforeEach(() => answer('/auth/providers', { items: [{ id: 'dinh-danh', label }] }))

describe('who comes back from a provider and is not signed in', () => {
  it('is told that nobody gave them an account, and how to use another one there', async () => {
    draw(<RefusedPage reason="unknown" provider="dinh-danh" />)
    expect(screen.getByRole('alert')).toHaveTextContent('Tài khoản này chưa được cấp quyền sử dụng Lộ Trình.')
    const another = await screen.findByRole('link', { name: 'Dùng tài khoản Định danh điện tử khác' })
    expect(another).toHaveAttribute('href', '/api/v1/auth/oidc/dinh-danh/end')
  })

  it.each(REASONS)('is told why: %s', (reason) => {
    draw(<RefusedPage reason={reason} provider={undefined} />)
    expect(screen.getByRole(reason === 'cancelled' ? 'status' : 'alert')).not.toHaveTextContent(/refused|{{/)
    expect(screen.getByRole('link', { name: 'Về trang đăng nhập' })).toBeVisible()
  })

  it('may try again where that helps', async () => {
    draw(<RefusedPage reason="expired" provider="dinh-danh" />)
    expect(await screen.findByRole('link', { name: 'Thử lại' })).toHaveAttribute('href', expect.stringContaining('/start'))
  })
})
