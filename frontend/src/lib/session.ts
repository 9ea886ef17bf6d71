/**
 * Who is signed in, in this tab.
 *
 * The access token lives in memory only. The refresh token is a cookie that no script can read;
 * each use of it ends it, and using an old one ends the whole family, so the tabs of one browser
 * take turns under a Web Lock and hand each other the token they were given.
 */
import { ApiError, ConnectionError, readRetryAfter } from './problem'

export type SessionStatus = 'unknown' | 'signed-in' | 'signed-out'
export type SignOutReason = 'asked' | 'expired'

export interface SessionState {
  status: SessionStatus
  /** Why the last session ended, so that the sign-in page can say it. */
  reason: SignOutReason | null
  /** The id of the account signed in; another one means that nothing on screen is still true. */
  subject: string | null
}

export interface Credentials {
  username: string
  password: string
  totp?: string
  /** Take up again an account that was not used for a long time. */
  reactivate?: boolean
}

interface AccessToken {
  value: string
  /** Milliseconds since the epoch. */
  expiresAt: number
}

const NOBODY: SessionState = { status: 'unknown', reason: null, subject: null }

type Message =
  | { type: 'token'; token: AccessToken }
  | { type: 'signed-out'; reason: SignOutReason }

export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
}

export interface SessionParts {
  fetch: typeof fetch
  /** Runs the work while no other tab runs its own. */
  exclusively: <T>(work: () => Promise<T>) => Promise<T>
  channel: Channel
  /** Remembers across reloads that a refresh cookie may be there; never the token itself. */
  hint: { get(): boolean; set(value: boolean): void }
  now: () => number
}

const TOKEN_URL = '/api/v1/auth/token'
const REVOKE_URL = '/api/v1/auth/revoke'
const CLIENT_ID = 'web'
/** A token this close to its end is renewed before it is used, in milliseconds. */
const RENEW_BEFORE = 30_000

export type Session = ReturnType<typeof createSession>

export function createSession(parts: SessionParts) {
  let state = NOBODY
  let token: AccessToken | null = null
  const listeners = new Set<() => void>()

  function become(next: SessionState, nextToken: AccessToken | null) {
    token = nextToken
    if (sameState(next, state)) return
    state = next
    listeners.forEach((listener) => listener())
  }

  function accept(next: AccessToken, tell: boolean) {
    parts.hint.set(true)
    become({ status: 'signed-in', reason: null, subject: readSubject(next.value) }, next)
    if (tell) parts.channel.postMessage({ type: 'token', token: next } satisfies Message)
  }

  function end(reason: SignOutReason | null, tell: boolean) {
    parts.hint.set(false)
    become({ status: 'signed-out', reason, subject: null }, null)
    if (tell && reason) parts.channel.postMessage({ type: 'signed-out', reason } satisfies Message)
  }

  parts.channel.onmessage = (event: MessageEvent) => {
    const message = event.data as Message
    if (message.type === 'token') accept(message.token, false)
    else end(message.reason, false)
  }

  async function requestToken(form: Record<string, string>): Promise<AccessToken> {
    const askedAt = parts.now()
    const response = await post(parts.fetch, TOKEN_URL, { ...form, client_id: CLIENT_ID })
    const body: unknown = await response.json().catch(() => null)
    if (!response.ok) throw toTokenError(response, body)
    const { access_token, expires_in } = body as { access_token: string; expires_in: number }
    return { value: access_token, expiresAt: askedAt + expires_in * 1000 }
  }

  function isFresh(candidate: AccessToken | null): candidate is AccessToken {
    return candidate !== null && candidate.expiresAt - RENEW_BEFORE > parts.now()
  }

  /** Gets a token newer than `stale`, once for all tabs; null when the session is over. */
  function refresh(stale: string | null): Promise<string | null> {
    return parts.exclusively(async () => {
      if (isFresh(token) && token.value !== stale) return token.value
      try {
        const next = await requestToken({ grant_type: 'refresh_token' })
        accept(next, true)
        return next.value
      } catch (error) {
        if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) throw error
        end(state.status === 'signed-in' || parts.hint.get() ? 'expired' : null, true)
        return null
      }
    })
  }

  return {
    state: () => state,

    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },

    /** Finds out once, on load, whether the browser still holds a session. */
    start: async (): Promise<SessionState> => {
      if (state.status !== 'unknown') return state
      if (parts.hint.get()) await refresh(null)
      else end(null, false)
      return state
    },

    /** Takes up a session that the server began by itself: by a provider. False when there is none. */
    resume: async (): Promise<boolean> => (await refresh(null)) !== null,

    /** @throws ApiError with the code `totp_required`, `invalid_grant`, … or ConnectionError. */
    signIn: async ({ username, password, totp, reactivate }: Credentials): Promise<void> => {
      const more = { ...(totp ? { totp } : {}), ...(reactivate ? { reactivate: 'true' } : {}) }
      const form = { grant_type: 'password', username, password, ...more }
      accept(await requestToken(form), true)
    },

    /** Ends the session in every tab, whether or not the server could be told. */
    signOut: async (): Promise<void> => {
      const told = post(parts.fetch, REVOKE_URL, { client_id: CLIENT_ID })
      end('asked', true)
      await told.catch(() => undefined)
    },

    /** A token to send now; null when nobody is signed in. */
    token: async (): Promise<string | null> => {
      if (isFresh(token)) return token.value
      return state.status === 'signed-out' ? null : refresh(null)
    },

    /** A token to send after `stale` was refused; null when the session is over. */
    replace: (stale: string) => refresh(stale),
  }
}

function sameState(one: SessionState, other: SessionState): boolean {
  return (
    one.status === other.status && one.reason === other.reason && one.subject === other.subject
  )
}

/** The `sub` of a JWT; read to notice a change of account, never to decide a right. */
function readSubject(jwt: string): string | null {
  const payload = jwt.split('.')[1] ?? ''
  try {
    const json = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
    return (JSON.parse(json) as { sub?: string }).sub ?? null
  } catch {
    return null
  }
}

async function post(send: typeof fetch, url: string, form: Record<string, string>) {
  try {
    // keepalive: a reload must not lose the answer that carries the next refresh cookie.
    return await send(url, { method: 'POST', body: new URLSearchParams(form), keepalive: true })
  } catch (cause) {
    throw new ConnectionError('no answer', { cause })
  }
}

/** The token endpoint speaks RFC 6749's JSON, not problem documents. */
function toTokenError(response: Response, body: unknown): ApiError {
  const { error, code, error_description } = (body ?? {}) as Record<string, string | undefined>
  return new ApiError(
    response.status,
    code ?? error ?? 'unreadable_answer',
    error_description ?? response.statusText,
    {
      requestId: response.headers.get('X-Request-ID'),
      retryAfterSeconds: readRetryAfter(response),
    },
  )
}
