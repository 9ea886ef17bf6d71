import type { JsonBodyType } from 'msw'
import { http, HttpResponse } from 'msw/http'
import { setupServer } from 'msw/node'

import type { Problem } from '@/api/models'

import { leader } from './fixtures'

const address = (path: string) => `${location.origin}/api/v1${path}`

/** Answers in place of the API; but for who is signed in, what it was not told to answer fails the test. */
export const server = setupServer(http.get(address('/me'), () => HttpResponse.json(leader)))

/** Requests that no handler took, for the check after each test. */
export const unmocked: unknown[] = []

/** Answers every GET of a path alike. */
export function answer(path: string, body: JsonBodyType): void {
  server.use(http.get(address(path), () => HttpResponse.json(body)))
}

/** Answers every GET of a path with what follows from its query; the queries are kept. */
export function answerQueries(path: string, body: (query: URLSearchParams) => JsonBodyType): string[] {
  const asked: string[] = []
  server.use(
    http.get(address(path), ({ request }) => {
      const query = new URL(request.url).searchParams
      asked.push(query.toString())
      return HttpResponse.json(body(query))
    }),
  )
  return asked
}

/** Answers every PATCH of a path; what was sent is kept, with the version it was over. */
export function takeChanges(path: string, respond: (body: unknown) => Response | JsonBodyType) {
  const sent: { version: string | null; body: unknown }[] = []
  server.use(
    http.patch(address(path), async ({ request }) => {
      const body: unknown = await request.json()
      sent.push({ version: request.headers.get('If-Match'), body })
      const answered = respond(body)
      return answered instanceof Response ? answered : HttpResponse.json(answered)
    }),
  )
  return sent
}

/** Never answers: the view stays as it is while it waits. */
export function keepWaiting(path: string): void {
  server.use(http.get(address(path), () => new Promise<never>(() => undefined)))
}

/** Refuses every GET of a path with a problem document. */
export function refuse(path: string, status: number, code: string): void {
  const problem: Problem = {
    type: `/problems/${code}`,
    title: code,
    status,
    detail: code,
    instance: path,
    code,
    request_id: 'request-1',
    errors: null,
  }
  server.use(http.get(address(path), () => HttpResponse.json(problem, { status })))
}

/** Breaks the line. */
export function cutOff(path: string): void {
  server.use(http.get(address(path), () => HttpResponse.error()))
}

/** Answers the token endpoint. */
export function answerToken(respond: (form: URLSearchParams) => Response): void {
  server.use(
    http.post(address('/auth/token'), async ({ request }) =>
      respond(new URLSearchParams(await request.text())),
    ),
  )
}

/** Answers every POST of a path alike; what was sent is kept. */
export function takePosts(path: string, body: JsonBodyType): unknown[] {
  const sent: unknown[] = []
  server.use(
    http.post(address(path), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(body)
    }),
  )
  return sent
}
