import '@testing-library/jest-dom/vitest'

import { cleanup, configure } from '@testing-library/react'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'

import { session } from '@/lib/browserSession'
import { startI18n, switchLanguage } from '@/lib/i18n'

import { tokenFor } from './fixtures'
import { answerToken, server, unmocked } from './server'

/** How long something may take to appear, milliseconds: a busy machine is no fault. */
configure({ asyncUtilTimeout: 5000 })

const nothing = () => undefined

/** What Mantine asks of a browser and jsdom does not have. */
class NoResizeObserver implements ResizeObserver {
  observe = nothing
  unobserve = nothing
  disconnect = nothing
}

function matchNothing(media: string) {
  return {
    media,
    matches: false,
    onchange: null,
    addEventListener: nothing,
    removeEventListener: nothing,
    dispatchEvent: () => false,
  }
}

/** Runs one piece of work after the other, as the browser does for one lock. */
function serialLocks(): Pick<LockManager, 'request'> {
  let last: Promise<unknown> = Promise.resolve()
  const request = (_name: string, work: () => Promise<unknown>) => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
  return { request: request as LockManager['request'] }
}

globalThis.ResizeObserver = NoResizeObserver
Object.defineProperty(globalThis, 'matchMedia', { value: matchNothing, configurable: true })
Object.defineProperty(navigator, 'locks', { value: serialLocks(), configurable: true })
Object.defineProperty(globalThis, 'scrollTo', { value: nothing, configurable: true })

beforeAll(async () => {
  server.listen({
    onUnhandledFrame: ({ frame, defaults }) => {
      unmocked.push(frame)
      defaults.error()
    },
  })
  await startI18n()
  // Views are drawn for somebody who is signed in.
  answerToken(() => Response.json(tokenFor('user-1')))
  await session.signIn({ username: 'leader.hai-phong', password: 'lotrinh-demo' })
})

afterEach(async () => {
  cleanup()
  server.resetHandlers()
  localStorage.clear()
  await switchLanguage('vi')
  expect(unmocked.splice(0), 'a request that no test foresaw').toEqual([])
})

afterAll(() => server.close())
