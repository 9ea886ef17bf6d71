import { ConnectionError } from './problem'
import type { Session } from './session'

type SessionTokens = Pick<Session, 'token' | 'replace'>

/** A `fetch` that signs each request, and on a 401 renews the token and tries once more. */
export function createAuthorizedFetch(session: SessionTokens, language: () => string) {
  async function send(request: Request, token: string | null): Promise<Response> {
    request.headers.set('Accept-Language', language())
    if (token) request.headers.set('Authorization', `Bearer ${token}`)
    try {
      return await globalThis.fetch(request)
    } catch (cause) {
      if (request.signal.aborted) throw cause
      throw new ConnectionError('no answer', { cause })
    }
  }

  return async (request: Request): Promise<Response> => {
    const again = request.clone()
    const token = await session.token()
    const response = await send(request, token)
    if (response.status !== 401 || token === null) return response
    const replacement = await session.replace(token)
    return replacement === null ? response : send(again, replacement)
  }
}
