import { screen, waitFor } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it } from 'vitest'

import { department, onePage, school, somebody } from '@/test/fixtures'
import { draw } from '@/test/render'
import { answer, keepWaiting, refuse, server, takeChanges } from '@/test/server'

import type { Person } from './api'
import { PeoplePage } from './PeoplePage'
import { PersonPage } from './PersonPage'

const person: Person = {
  id: 'user-9',
  version: 3,
  name: 'Văn thư trường',
  username: 'hp-000900',
  unit: school,
  email: null,
  disabled: false,
  sample: false,
  second_factor: true,
  last_used_on: '2026-03-02',
  created_at: '2026-01-05T01:00:00Z',
  updated_at: '2026-01-05T01:00:00Z',
}
const user = { id: person.id, code: person.username, name: person.name }
const at = { created_at: '2026-02-01T01:00:00Z', last_used_at: null }
const identity = { id: 'identity-1', user, provider: 'dinh-danh', ...at }
const passkey = { id: 'passkey-1', user, name: 'Điện thoại', backed_up: false, ...at }

beforeEach(() => {
  answer('/me', { ...somebody('admin', department), permissions: ['user:read', 'user:write'] })
  answer('/auth/providers', { items: [{ id: 'dinh-danh', label: { vi: 'Định danh', en: 'Identity' } }] })
  answer('/users/user-9', person)
  answer('/identities', onePage(identity))
  answer('/passkeys', onePage(passkey))
})

const list = () => draw(<PeoplePage filters={{}} onChange={() => undefined} />)

describe('the accounts one administers', () => {
  it('are said to be loading', () => {
    keepWaiting('/users')
    list()
    expect(screen.getAllByLabelText('Đang tải').length).toBeGreaterThan(0)
  })

  it('are none', async () => {
    answer('/users', onePage())
    list()
    expect(await screen.findByText('Không có tài khoản nào')).toBeVisible()
  })

  it('cannot be read', async () => {
    refuse('/users', 500, 'unforeseen')
    list()
    expect(await screen.findByRole('button', { name: 'Thử lại' })).toBeVisible()
  })

  it('say whose they are and when they were used', async () => {
    answer('/users', onePage(person))
    list()
    expect(await screen.findByText('Văn thư trường')).toBeVisible()
    expect(screen.getByText('02/03/2026')).toBeVisible()
  })
})

describe('one account', () => {
  it('shows by what it is signed in to, and lets a link be ended once it was asked', async () => {
    const removed: string[] = []
    server.use(
      http.delete(`${location.origin}/api/v1/identities/:id`, ({ params }) => {
        removed.push(String(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user: reader } = draw(<PersonPage userId="user-9" />)
    expect(await screen.findByText('Khóa truy cập: Điện thoại')).toBeVisible()
    await reader.click(await screen.findByRole('button', { name: 'Bỏ liên kết Định danh' }))
    expect(removed).toEqual([])
    await reader.click(screen.getByRole('button', { name: 'Thực hiện ngay' }))
    await waitFor(() => expect(removed).toEqual(['identity-1']))
  })

  it('has its authenticator app reset for who lost the telephone', async () => {
    const reset: string[] = []
    server.use(
      http.delete(`${location.origin}/api/v1/users/:id/second-factor`, ({ params }) => {
        reset.push(String(params.id))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    const { user: reader } = draw(<PersonPage userId="user-9" />)
    await reader.click(await screen.findByRole('button', { name: 'Đặt lại Ứng dụng xác thực' }))
    await reader.click(screen.getByRole('button', { name: 'Thực hiện ngay' }))
    await waitFor(() => expect(reset).toEqual(['user-9']))
  })

  it('is opened again where it was closed', async () => {
    answer('/users/user-9', { ...person, disabled: true })
    const sent = takeChanges('/users/user-9', () => person)
    const { user: reader } = draw(<PersonPage userId="user-9" />)
    await reader.click(await screen.findByRole('button', { name: 'Mở lại tài khoản' }))
    await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ disabled: false }]))
  })
})
