import createClient from 'openapi-fetch'

import type { paths } from '@/api/schema'

import { createAuthorizedFetch } from './authorizedFetch'
import { session } from './browserSession'
import { i18n } from './i18n'
import { heedWarning } from './personalData'
import { toApiError } from './problem'

/** Signs a request and sends it in the reader's language; a warning in the answer is shown. */
const signedFetch = createAuthorizedFetch(session, () => i18n.language)

export const authorizedFetch: typeof signedFetch = async (...request) => {
  const answer = await signedFetch(...request)
  heedWarning(answer)
  return answer
}

/** The typed client of the whole API; every request is signed and in the reader's language. */
export const api = createClient<paths>({
  baseUrl: globalThis.location.origin,
  fetch: authorizedFetch,
})

/** The data of an answer; a refusal is thrown as `ApiError`. */
export async function unwrap<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await answer
  if (!response.ok) throw toApiError(response, error)
  return data as T
}
