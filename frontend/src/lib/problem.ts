import type { Problem } from '@/api/models'


interface ErrorFacts {
  requestId?: string | null
  retryAfterSeconds?: number | null
  fields?: Problem['errors']
}

/** The server answered, and the answer is a refusal. `code` is stable; texts are for people only. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  readonly status: number
  readonly code: string
  /** The `X-Request-ID` to quote when asking for help. */
  readonly requestId: string | null
  readonly retryAfterSeconds: number | null
  readonly fields: NonNullable<Problem['errors']>

  constructor(status: number, code: string, message: string, more: ErrorFacts = {}) {
    super(message)
    this.status = status
    this.code = code
    this.requestId = more.requestId ?? null
    this.retryAfterSeconds = more.retryAfterSeconds ?? null
    this.fields = more.fields ?? []
  }
}

/** No answer came: the line is down, or the server is. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError'
}

/** Seconds to wait as `Retry-After` gives them, in either of its two forms; null when absent. */
export function readRetryAfter(response: Response, now: number = Date.now()): number | null {
  const value = response.headers.get('Retry-After')
  if (value === null) return null
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds))
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body
}

/** Turns a refused response into the error every view switches on. */
export function toApiError(response: Response, body: unknown): ApiError {
  const retryAfterSeconds = readRetryAfter(response)
  const requestId = response.headers.get('X-Request-ID')
  if (!isProblem(body)) {
    return new ApiError(response.status, 'unreadable_answer', response.statusText, {
      requestId,
      retryAfterSeconds,
    })
  }
  return new ApiError(response.status, body.code, body.detail, {
    requestId: body.request_id,
    retryAfterSeconds,
    fields: body.errors,
  })
}
