import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { forgetShared, sharedFiles } from './shared'

const NOW = Date.parse('2026-11-20T03:00:00Z')
const MINUTE = 60_000

/** What `public/share.js` left, by its place. */
function leave(kept: Map<string, Response>) {
  const cache = {
    keys: () => Promise.resolve([...kept.keys()]),
    match: (key: string) => Promise.resolve(kept.get(key)),
  }
  const forget = () => {
    kept.clear()
    return Promise.resolve(true)
  }
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache), delete: forget })
}

const shared = (name: string, at: number) =>
  new Response('%PDF', {
    headers: { 'Content-Type': 'application/pdf', 'X-Name': encodeURIComponent(name), 'X-At': String(at) },
  })

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('files from the share sheet', () => {
  it('come back under their own names', async () => {
    leave(new Map([['/shared/0', shared('Biên bản họp.pdf', NOW - MINUTE)]]))
    const [file] = await sharedFiles()
    expect([file?.name, file?.type, await file?.text()]).toEqual(['Biên bản họp.pdf', 'application/pdf', '%PDF'])
  })

  it('are not there any more after a day, and not once they are forgotten', async () => {
    leave(
      new Map([
        ['/shared/0', shared('cu.pdf', NOW - 25 * 60 * MINUTE)],
        ['/shared/1', shared('moi.pdf', NOW)],
      ]),
    )
    expect((await sharedFiles()).map(({ name }) => name)).toEqual(['moi.pdf'])
    await forgetShared()
    expect(await sharedFiles()).toEqual([])
  })

  it('are none where a browser keeps nothing', async () => {
    expect(await sharedFiles()).toEqual([])
  })
})
