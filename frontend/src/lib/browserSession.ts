import { createSession, type SessionParts } from './session'

const HINT_KEY = 'lotrinh.session'
const LOCK_NAME = 'lotrinh.refresh'

function storageHint(): SessionParts['hint'] {
  return {
    get: () => localStorage.getItem(HINT_KEY) === '1',
    set: (value) =>
      value ? localStorage.setItem(HINT_KEY, '1') : localStorage.removeItem(HINT_KEY),
  }
}

/** The one session of this page. */
export const session = createSession({
  fetch: (...args) => globalThis.fetch(...args),
  exclusively: async (work) => navigator.locks.request(LOCK_NAME, work),
  channel: new BroadcastChannel('lotrinh.session'),
  hint: storageHint(),
  now: () => Date.now(),
})
