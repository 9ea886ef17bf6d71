import { describe, expect, it, vi } from 'vitest'

import { tokenFor } from '@/test/fixtures'

import { ApiError, ConnectionError } from './problem'
import { type Channel, createSession, type SessionParts } from './session'

/** Tabs of one browser: one lock, one line between them, one cookie at the server. */
function makeBrowser() {
  const channels: Channel[] = []
  let last: Promise<unknown> = Promise.resolve()
  let remembered = false
  const clock = { now: 1_000_000 }
  const send = vi.fn<typeof fetch>()

  function openTab() {
    const channel: Channel = {
      onmessage: null,
      postMessage: (data) => {
        const others = channels.filter((other) => other !== channel)
        others.forEach((other) => other.onmessage?.({ data } as MessageEvent))
      },
    }
    channels.push(channel)
    const exclusively: SessionParts['exclusively'] = (work) => {
      const turn = last.then(work, work)
      last = turn.catch(() => undefined)
      return turn
    }
    const hint = { get: () => remembered, set: (value: boolean) => void (remembered = value) }
    return createSession({ fetch: send, exclusively, channel, hint, now: () => clock.now })
  }
  return { openTab, send, clock, remember: () => void (remembered = true) }
}

const tokens = (serial: number, subject = 'user-1') => Response.json(tokenFor(subject, serial))
const refused = (error: string, headers: HeadersInit = {}) =>
  Response.json({ error }, { status: error === 'slow_down' ? 429 : 400, headers })
const credentials = { username: 'leader.hai-phong', password: 'lotrinh-demo' }

describe('starting', () => {
  it('asks nothing of the server when nobody was signed in here', async () => {
    const { openTab, send } = makeBrowser()
    await openTab().start()
    expect(send).not.toHaveBeenCalled()
  })

  it('finds the session that the cookie still holds', async () => {
    const { openTab, send, remember } = makeBrowser()
    remember()
    send.mockImplementation(() => Promise.resolve(tokens(1)))
    expect((await openTab().start()).status).toBe('signed-in')
  })

  it('says that the session has ended when the cookie is no longer good', async () => {
    const { openTab, send, remember } = makeBrowser()
    remember()
    send.mockImplementation(() => Promise.resolve(refused('invalid_grant')))
    expect(await openTab().start()).toEqual({ status: 'signed-out', reason: 'expired', subject: null })
  })

  it('does not take a lost line for the end of the session', async () => {
    const { openTab, send, remember } = makeBrowser()
    remember()
    send.mockRejectedValue(new TypeError('failed'))
    const tab = openTab()
    await expect(tab.start()).rejects.toBeInstanceOf(ConnectionError)
    expect(tab.state().status).toBe('unknown')
  })

  it('does not take a failing server for the end of the session', async () => {
    const { openTab, send, remember } = makeBrowser()
    remember()
    send.mockImplementation(() => Promise.resolve(new Response('', { status: 503 })))
    const tab = openTab()
    await expect(tab.start()).rejects.toBeInstanceOf(ApiError)
    expect(tab.state().status).toBe('unknown')
  })
})

describe('refreshing', () => {
  it('asks once for many requests that were refused together', async () => {
    const { openTab, send } = makeBrowser()
    let serial = 0
    send.mockImplementation(() => Promise.resolve(tokens(++serial)))
    const tab = openTab()
    await tab.signIn(credentials)
    const stale = (await tab.token()) ?? ''
    const renewed = await Promise.all([tab.replace(stale), tab.replace(stale), tab.replace(stale)])
    expect(new Set(renewed).size).toBe(1)
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('asks once for two tabs, and both go on with the same token', async () => {
    const { openTab, send } = makeBrowser()
    let serial = 0
    send.mockImplementation(() => Promise.resolve(tokens(++serial)))
    const [one, other] = [openTab(), openTab()]
    await one.signIn(credentials)
    const stale = (await one.token()) ?? ''
    const renewed = await Promise.all([one.replace(stale), other.replace(stale)])
    expect(renewed[0]).toBe(renewed[1])
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('renews a token that is about to end before it is used', async () => {
    const { openTab, send, clock } = makeBrowser()
    let serial = 0
    send.mockImplementation(() => Promise.resolve(tokens(++serial)))
    const tab = openTab()
    await tab.signIn(credentials)
    const first = await tab.token()
    clock.now += 880_000
    expect(await tab.token()).not.toBe(first)
  })

  it('ends the session in every tab when the family is revoked', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementationOnce(() => Promise.resolve(tokens(1)))
    send.mockImplementation(() => Promise.resolve(refused('invalid_grant')))
    const [one, other] = [openTab(), openTab()]
    await one.signIn(credentials)
    expect(await one.replace((await one.token()) ?? '')).toBeNull()
    expect(other.state()).toEqual({ status: 'signed-out', reason: 'expired', subject: null })
  })
})

describe('signing in and out', () => {
  it('sends the code only when there is one', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementation(() => Promise.resolve(tokens(1)))
    const tab = openTab()
    await tab.signIn(credentials)
    await tab.signIn({ ...credentials, totp: '123456' })
    const forms = send.mock.calls.map(([, init]) => (init?.body as URLSearchParams).get('totp'))
    expect(forms).toEqual([null, '123456'])
  })

  it('says how long to wait after too many failures', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementation(() => Promise.resolve(refused('slow_down', { 'Retry-After': '90' })))
    await expect(openTab().signIn(credentials)).rejects.toMatchObject({ status: 429, retryAfterSeconds: 90 })
  })

  it('signs in the other tabs, and they notice another account', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementationOnce(() => Promise.resolve(tokens(1, 'user-1')))
    send.mockImplementationOnce(() => Promise.resolve(tokens(2, 'user-2')))
    const [one, other] = [openTab(), openTab()]
    await one.signIn(credentials)
    expect(other.state().subject).toBe('user-1')
    await one.signIn({ ...credentials, username: 'leader.long-an' })
    expect(other.state().subject).toBe('user-2')
  })

  it('signs out every tab even when the server cannot be told', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementationOnce(() => Promise.resolve(tokens(1)))
    send.mockRejectedValue(new TypeError('failed'))
    const [one, other] = [openTab(), openTab()]
    await one.signIn(credentials)
    await one.signOut()
    expect([one.state().status, other.state().status]).toEqual(['signed-out', 'signed-out'])
    expect(await one.token()).toBeNull()
  })

  it('tells those who listen, until they stop', async () => {
    const { openTab, send } = makeBrowser()
    send.mockImplementation(() => Promise.resolve(tokens(1)))
    const tab = openTab()
    const listener = vi.fn()
    const stop = tab.subscribe(listener)
    await tab.signIn(credentials)
    stop()
    await tab.signOut()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
