import { screen } from '@testing-library/react'
import { http, HttpResponse } from 'msw/http'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import { draw } from '@/test/render'
import { refuse, server } from '@/test/server'

import { PlanDownload } from './PlanDownload'

/** The names of the files handed to the reader. */
const saved: string[] = []

beforeEach(() => {
  saved.length = 0
  // What jsdom has not, and what it would follow.
  Object.assign(URL, { createObjectURL: () => 'blob:paper', revokeObjectURL: () => undefined })
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download)
  })
})

async function choose(name: RegExp) {
  const { user } = draw(<PlanDownload planId="plan-1" />)
  await user.click(screen.getByRole('button', { name: 'Tải văn bản' }))
  await user.click(await screen.findByRole('menuitem', { name }))
}

describe('a plan as a paper', () => {
  it('is handed over under the name the server gives it', async () => {
    const asked: string[] = []
    server.use(
      http.get(`${location.origin}/api/v1/plans/plan-1/document`, ({ request }) => {
        asked.push(new URL(request.url).search)
        const headers = { 'Content-Disposition': "attachment; filename*=UTF-8''K%E1%BA%BF.pdf" }
        return new HttpResponse('%PDF', { headers })
      }),
    )
    await choose(/^PDF/)
    await vi.waitFor(() => expect(saved).toEqual(['Kế.pdf']))
    expect(asked).toEqual(['?format=pdf'])
  })

  it('says why there is none', async () => {
    refuse('/plans/plan-1/document', 503, 'unavailable')
    await choose(/^Word/)
    expect(await screen.findByRole('alert')).toBeVisible()
    expect(saved).toEqual([])
  })
})
