import { screen, waitFor, within } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { department, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, answerQueries, cutOff, keepWaiting, refuse, server, takePosts } from '@/test/server'

import { invitationKeys, type Letter } from './api'
import { InvitationsPage } from './InvitationsPage'
import { csvOf } from './sheet'

const LINK = 'https://lotrinh.example/invitation#bi-mat-dung-mot-lan-0123456789ab'
const letter: Letter = {
  id: 'link-1',
  unit: school,
  username: 'hp-000900',
  name: school.name,
  link: LINK,
  expires_at: '2026-12-11T16:59:00Z',
}
const made = {
  id: 'link-1', user: { id: 'user-9', code: 'hp-000900', name: school.name }, unit: school, purpose: 'invitation',
  state: 'open', created_at: '2026-11-27T02:00:00Z', expires_at: '2026-12-11T16:59:00Z', used_at: null,
}
const waiting = { accounts: 12, linked: 2, units: 12, without_account: 3 }

beforeEach(() => {
  answer('/me', { ...somebody('admin', department), permissions: ['invitation:write', 'user:write'] })
  answer('/invitations', onePage())
  answer('/invitations/waiting', waiting)
})
afterEach(() => vi.restoreAllMocks())

async function make() {
  const sent = takePosts('/invitations/by-filter', { items: [letter], count: 1 })
  const drawn = draw(<InvitationsPage />)
  await drawn.user.click(await screen.findByRole('button', { name: 'Tạo 13 liên kết' }))
  await screen.findByText('Đã tạo 1 liên kết')
  return { sent, ...drawn }
}

describe('letting units in', () => {
  it('shows that it is loading', () => {
    keepWaiting('/me')
    draw(<InvitationsPage />)
    expect(screen.getByLabelText('Đang tải')).toBeInTheDocument()
  })

  it('is not for those who let nobody in', async () => {
    answer('/me', somebody('leader', department))
    draw(<InvitationsPage />)
    expect(await screen.findByText(/không có quyền/)).toBeVisible()
  })

  it('says what went wrong', async () => {
    refuse('/invitations/waiting', 422, 'invalid')
    draw(<InvitationsPage />)
    expect(await screen.findByRole('alert')).toBeVisible()
  })

  it('says that there are no links yet', async () => {
    draw(<InvitationsPage />)
    expect(await screen.findByText('Chưa có liên kết nào')).toBeVisible()
  })

  it('keeps what was read when it cannot be read again', async () => {
    answer('/invitations', onePage(made))
    const { client } = draw(<InvitationsPage />)
    await screen.findByText('hp-000900')
    cutOff('/invitations')
    void client.invalidateQueries({ queryKey: invitationKeys.list(undefined) })
    expect(await screen.findByText(/Chưa cập nhật được/)).toBeVisible()
  })

  it('says whom it means, and what it would do, before any link is made', async () => {
    const asked = answerQueries('/invitations/waiting', () => waiting)
    const { user } = draw(<InvitationsPage />)
    expect(await screen.findByText('12 tài khoản chưa đặt mật khẩu')).toBeVisible()
    expect(screen.getByText('trong đó 2 tài khoản đang có liên kết còn hiệu lực')).toBeVisible()
    await user.click(screen.getByRole('checkbox', { name: /^Mở tài khoản/ }))
    expect(screen.getByRole('button', { name: 'Tạo 10 liên kết' })).toBeEnabled()
    await user.click(screen.getByRole('checkbox', { name: /^Cấp lại/ }))
    expect(screen.getByRole('button', { name: 'Tạo 12 liên kết' })).toBeEnabled()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Cấp học' }), 'Tiểu học')
    await waitFor(() => expect(asked.at(-1)).toBe(`under=${department.id}&kind=school&education_level=primary`))
  })

  it('by the unit above opens no accounts', async () => {
    answer('/me', { ...somebody('commune_officer', department), permissions: ['invitation:write'] })
    answer('/invitations/waiting', { ...waiting, without_account: null })
    draw(<InvitationsPage />)
    expect(await screen.findByRole('button', { name: 'Tạo 10 liên kết' })).toBeEnabled()
    expect(screen.queryByRole('checkbox', { name: /^Mở tài khoản/ })).toBeNull()
  })
})

describe('links just made', () => {
  it('stand on a page for each unit: for whom, how, until when, and a code that can be scanned', async () => {
    const { sent } = await make()
    expect(sent).toEqual([{ under: department.id, kind: 'school', keep_open: true, open_role: 'school_head' }])
    const page = screen.getByRole('article', { name: school.name })
    expect(page).toHaveTextContent('Tên đăng nhậphp-000900')
    expect(page).toHaveTextContent(LINK)
    expect(within(page).getAllByRole('listitem')).toHaveLength(3)
    expect(within(page).getByTitle('Mã QR của liên kết')).toBeInTheDocument()
  })

  it('are printed, downloaded, and gone when closed; this browser keeps none of them', async () => {
    const print = vi.spyOn(globalThis, 'print').mockImplementation(() => undefined)
    const { user, client } = await make()
    await user.click(screen.getByRole('button', { name: 'In mỗi đơn vị một trang' }))
    expect(print).toHaveBeenCalledOnce()
    const kept = [localStorage, sessionStorage].map((store) => JSON.stringify(Object.entries(store)))
    expect(kept.join()).not.toContain('bi-mat')
    await user.click(screen.getByRole('button', { name: 'Xong, đóng các liên kết' }))
    expect(await screen.findByRole('button', { name: 'Tạo 13 liên kết' })).toBeVisible()
    await waitFor(() => {
      const cached = client.getMutationCache().getAll().map(({ state }) => state.data)
      expect(JSON.stringify(cached)).not.toContain('bi-mat')
    })
  })

  it('make a table that no spreadsheet takes for formulas', () => {
    const odd = { ...letter, name: '=HYPERLINK("x")' }
    expect(csvOf(['Đơn vị'], [odd], () => 'ngày')).toBe(
      `\uFEFF"Đơn vị"\r\n"hp-000900","${school.name}","hp-000900","'=HYPERLINK(""x"")","${LINK}","ngày"\r\n`,
    )
  })
})

describe('a link', () => {
  it('is withdrawn', async () => {
    answer('/invitations', onePage(made))
    const gone: string[] = []
    server.use(
      http.delete(`${location.origin}/api/v1/invitations/:id`, ({ params }) => {
        gone.push(String(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user } = draw(<InvitationsPage />)
    await user.click(await screen.findByRole('button', { name: 'Thu hồi liên kết của hp-000900' }))
    await waitFor(() => expect(gone).toEqual(['link-1']))
  })
})
