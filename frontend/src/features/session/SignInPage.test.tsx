import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { session } from '@/lib/browserSession'
import { switchLanguage } from '@/lib/i18n'
import { tokenFor } from '@/test/fixtures'
import { pretendPasskeys, unlocked } from '@/test/passkeys'
import { draw } from '@/test/render'
import { answer, answerToken, server, takePosts } from '@/test/server'

import { SignInPage } from './SignInPage'

async function signIn() {
  const { user } = draw(<SignInPage />)
  await user.type(screen.getByLabelText('Tên đăng nhập'), 'leader.hai-phong')
  await user.type(screen.getByLabelText('Mật khẩu'), 'lotrinh-demo')
  await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
  return user
}

const refuse = (error: string, init: ResponseInit = { status: 400 }) =>
  answerToken(() => Response.json({ error, error_description: error }, init))

const PASSKEY = 'Đăng nhập bằng khóa truy cập (passkey)'

function offerPasskeys(answers = unlocked, offers?: boolean) {
  const credentials = pretendPasskeys(answers, offers)
  const asked = { state: 'sealed', options: { challenge: 'abc' } }
  server.use(http.post(`${location.origin}/api/v1/auth/passkeys/options`, () => HttpResponse.json(asked)))
  return credentials
}

beforeEach(() => answer('/auth/providers', { items: [] }))
afterEach(() => vi.unstubAllGlobals())

describe('the sign-in page', () => {
  it('offers who else may say who one is, and comes back to where one wanted to go', async () => {
    const label = { vi: 'Định danh điện tử', en: 'Digital identity' }
    answer('/auth/providers', { items: [{ id: 'dinh-danh', label }] })
    draw(<SignInPage from="/plans?year=2026" />)
    const link = await screen.findByRole('link', { name: 'Đăng nhập bằng Định danh điện tử' })
    expect(link).toHaveAttribute('href', '/api/v1/auth/oidc/dinh-danh/start?next=%2Fplans%3Fyear%3D2026')
  })

  it('offers no passkey where the browser knows none', () => {
    draw(<SignInPage />)
    expect(screen.queryByRole('button', { name: PASSKEY })).toBeNull()
  })

  it('takes up the session that a passkey began', async () => {
    offerPasskeys()
    const sent = takePosts('/auth/passkeys', {})
    const resume = vi.spyOn(session, 'resume').mockResolvedValue(true)
    const { user } = draw(<SignInPage />)
    await user.click(screen.getByRole('button', { name: PASSKEY }))
    await waitFor(() => expect(resume).toHaveBeenCalledOnce())
    expect(sent).toEqual([{ state: 'sealed', credential: { rawId: 'a-b' } }])
  })

  it('takes a passkey chosen where one types the name, without a button', async () => {
    const { get } = offerPasskeys(unlocked, true)
    const sent = takePosts('/auth/passkeys', {})
    const resume = vi.spyOn(session, 'resume').mockResolvedValue(true)
    draw(<SignInPage />)
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveAttribute('autocomplete', 'username webauthn')
    await waitFor(() => expect(resume).toHaveBeenCalled())
    expect(get).toHaveBeenCalledWith(expect.objectContaining({ mediation: 'conditional' }))
    expect(sent[0]).toEqual({ state: 'sealed', credential: { rawId: 'a-b' } })
  })

  it('says nothing when the browser has no passkey to offer there', async () => {
    const { get } = offerPasskeys(() => Promise.reject(new DOMException('', 'NotAllowedError')), true)
    draw(<SignInPage />)
    await waitFor(() => expect(get).toHaveBeenCalled())
    expect(await screen.findByRole('button', { name: PASSKEY })).toBeEnabled()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('asks for nothing where the browser offers none there', () => {
    const { get } = offerPasskeys(unlocked, false)
    draw(<SignInPage />)
    expect(get).not.toHaveBeenCalled()
  })

  it('says in the server’s words that a passkey is of no use any more', async () => {
    offerPasskeys()
    const detail = 'Khóa truy cập này không dùng được ở đây.'
    server.use(
      http.post(`${location.origin}/api/v1/auth/passkeys`, () =>
        HttpResponse.json({ code: 'passkey_refused', status: 400, detail, request_id: 'r', errors: null }, { status: 400 }),
      ),
    )
    const { user } = draw(<SignInPage />)
    await user.click(screen.getByRole('button', { name: PASSKEY }))
    expect(await screen.findByRole('alert')).toHaveTextContent(detail)
  })

  it('says kindly that the password is wrong, and keeps what was typed', async () => {
    refuse('invalid_grant')
    await signIn()
    expect(await screen.findByRole('alert')).toHaveTextContent('Tên đăng nhập hoặc mật khẩu chưa đúng.')
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveValue('leader.hai-phong')
  })

  it('says how long to wait after too many failures', async () => {
    refuse('slow_down', { status: 429, headers: { 'Retry-After': '95' } })
    await signIn()
    expect(await screen.findByRole('alert')).toHaveTextContent('vui lòng thử lại sau 1:35')
  })

  it('says that the server cannot be reached', async () => {
    answerToken(() => Response.error())
    await signIn()
    expect(await screen.findByRole('alert')).toHaveTextContent('Không kết nối được với máy chủ')
  })

  it('asks for a code only when the server does, and sends it', async () => {
    refuse('totp_required')
    const user = await signIn()
    const sent: (string | null)[] = []
    const code = await screen.findByLabelText('Mã xác thực')
    answerToken((form) => {
      sent.push(form.get('totp'))
      return Response.json(tokenFor('user-1'))
    })
    await user.type(code, '123456')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    await screen.findByRole('button', { name: 'Đăng nhập' })
    expect(sent).toEqual(['123456'])
  })

  it('takes a recovery code where the telephone is not at hand', async () => {
    refuse('totp_required')
    const user = await signIn()
    await user.click(await screen.findByRole('button', { name: /Không có điện thoại/ }))
    const sent: (string | null)[] = []
    answerToken((form) => {
      sent.push(form.get('totp'))
      return Response.json(tokenFor('user-1'))
    })
    await user.type(screen.getByLabelText('Mã dự phòng'), 'abcde-fghjk')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    await screen.findByRole('button', { name: 'Đăng nhập' })
    expect(sent).toEqual(['abcde-fghjk'])
  })

  it('takes an account up again that was not used for long, when its owner says so', async () => {
    refuse('account_idle')
    const user = await signIn()
    expect(await screen.findByRole('status')).toHaveTextContent('đã lâu không dùng')
    const sent: (string | null)[] = []
    answerToken((form) => {
      sent.push(form.get('reactivate'))
      return Response.json(tokenFor('user-1'))
    })
    await user.click(screen.getByRole('button', { name: 'Dùng lại tài khoản và đăng nhập' }))
    await waitFor(() => expect(sent).toEqual(['true']))
  })

  it('says who opens an administrator’s account that was left alone', async () => {
    refuse('account_closed')
    await signIn()
    expect(await screen.findByRole('alert')).toHaveTextContent('nhờ quản trị viên khác mở lại')
  })

  it('shows the password when asked to', async () => {
    const { user } = draw(<SignInPage />)
    await user.click(screen.getByRole('button', { name: 'Hiện hoặc ẩn mật khẩu' }))
    expect(screen.getByLabelText('Mật khẩu')).toHaveAttribute('type', 'text')
  })

  it('speaks English when asked to, and remembers it', async () => {
    const { user } = draw(<SignInPage />)
    await user.click(screen.getByRole('button', { name: 'EN, English' }))
    expect(await screen.findByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect(document.documentElement.lang).toBe('en')
    await switchLanguage('vi')
  })
})
