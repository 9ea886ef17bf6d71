import { http, HttpResponse } from 'msw/http'
import { describe, expect, it, vi } from 'vitest'

import { server } from '@/test/server'

import { createAuthorizedFetch } from './authorizedFetch'
import { ConnectionError } from './problem'

const ADDRESS = `${location.origin}/api/v1/notes`

function makeSession(replacement: string | null = 'second') {
  return {
    token: vi.fn(() => Promise.resolve<string | null>('first')),
    replace: vi.fn(() => Promise.resolve(replacement)),
  }
}

function acceptOnly(token: string) {
  const bodies: string[] = []
  server.use(
    http.post(ADDRESS, async ({ request }) => {
      bodies.push(await request.text())
      const good = request.headers.get('Authorization') === `Bearer ${token}`
      return new HttpResponse(null, { status: good ? 204 : 401 })
    }),
  )
  return bodies
}

const note = () => new Request(ADDRESS, { method: 'POST', body: 'ghi chú' })

describe('a signed request', () => {
  it('carries the token and the reader’s language', async () => {
    const seen = vi.fn()
    server.use(
      http.get(ADDRESS, ({ request }) => {
        seen(request.headers.get('Authorization'), request.headers.get('Accept-Language'))
        return new HttpResponse(null, { status: 204 })
      }),
    )
    await createAuthorizedFetch(makeSession(), () => 'en')(new Request(ADDRESS))
    expect(seen).toHaveBeenCalledWith('Bearer first', 'en')
  })

  it('is sent once more, whole, with a new token after a 401', async () => {
    const bodies = acceptOnly('second')
    const session = makeSession()
    const response = await createAuthorizedFetch(session, () => 'vi')(note())
    expect(response.status).toBe(204)
    expect(bodies).toEqual(['ghi chú', 'ghi chú'])
    expect(session.replace).toHaveBeenCalledWith('first')
  })

  it('is not sent a third time', async () => {
    const bodies = acceptOnly('never')
    const response = await createAuthorizedFetch(makeSession(), () => 'vi')(note())
    expect(response.status).toBe(401)
    expect(bodies).toHaveLength(2)
  })

  it('keeps the first refusal when the session is over', async () => {
    const bodies = acceptOnly('second')
    const response = await createAuthorizedFetch(makeSession(null), () => 'vi')(note())
    expect(response.status).toBe(401)
    expect(bodies).toHaveLength(1)
  })

  it('says that the line is down', async () => {
    server.use(http.get(ADDRESS, () => HttpResponse.error()))
    const send = createAuthorizedFetch(makeSession(), () => 'vi')
    await expect(send(new Request(ADDRESS))).rejects.toBeInstanceOf(ConnectionError)
  })
})
