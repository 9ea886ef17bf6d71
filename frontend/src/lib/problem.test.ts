import { describe, expect, it } from 'vitest'

import { readRetryAfter, toApiError } from './problem'

describe('a refusal', () => {
  it('keeps the code, the words, the request id and the fields of its problem document', () => {
    const body = {
      type: '/problems/invalid',
      title: 'Dữ liệu chưa hợp lệ',
      status: 422,
      detail: 'Vui lòng xem từng lỗi.',
      instance: '/api/v1/me/password',
      code: 'invalid',
      request_id: 'request-7',
      errors: [{ pointer: '/new_password', code: 'too_short', message: 'Mật khẩu quá ngắn.' }],
    }
    expect(toApiError(new Response('', { status: 422 }), body)).toMatchObject({
      status: 422,
      code: 'invalid',
      message: 'Vui lòng xem từng lỗi.',
      requestId: 'request-7',
      fields: body.errors,
    })
  })

  it('that is no problem document still has its status and request id', () => {
    const response = new Response('<html>', { status: 502, headers: { 'X-Request-ID': 'request-8' } })
    expect(toApiError(response, undefined)).toMatchObject({
      status: 502,
      code: 'unreadable_answer',
      requestId: 'request-8',
    })
  })
})

describe('Retry-After', () => {
  const wait = (value?: string) =>
    readRetryAfter(
      new Response('', value === undefined ? {} : { headers: { 'Retry-After': value } }),
      Date.parse('2026-11-22T00:00:00Z'),
    )

  it('is read in seconds and as a date', () => {
    expect(wait('95')).toBe(95)
    expect(wait('Sun, 22 Nov 2026 00:01:00 GMT')).toBe(60)
  })

  it('is null when it is absent or unreadable', () => {
    expect(wait()).toBeNull()
    expect(wait('soon')).toBeNull()
  })
})
