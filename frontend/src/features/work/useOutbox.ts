import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'

import { ApiError } from '@/lib/problem'

import { sendChange, workKeys } from './api'
import { dropWaiting, markRefused, subscribe, type Waiting, waiting } from './outbox'

/** How often a line that came back unnoticed is tried again, milliseconds. */
const TRY_EVERY = 15_000

export function useWaiting(): readonly Waiting[] {
  return useSyncExternalStore(subscribe, waiting)
}

/** Sends what waits, one after the other, until the line is down again; how many went. */
async function sendAll(): Promise<number> {
  let sent = 0
  for (const change of waiting().filter(({ refused }) => !refused)) {
    try {
      await sendChange(change)
      dropWaiting(change.id)
      sent += 1
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) return sent
      markRefused(change.id)
    }
  }
  return sent
}

/** One tab at a time sends, so that nothing goes twice. */
const inTurn = (work: () => Promise<number>) => navigator.locks.request('lotrinh.outbox', work)

/** Sends what waits as soon as there is a line; how many were sent since the page was opened. */
export function useSender(): number {
  const client = useQueryClient()
  const [sent, setSent] = useState(0)
  const some = useWaiting().some(({ refused }) => !refused)
  useEffect(() => {
    if (!some) return undefined
    async function trySending() {
      const gone = await inTurn(sendAll)
      if (gone === 0) return
      setSent((before) => before + gone)
      await client.invalidateQueries({ queryKey: workKeys.all })
    }
    const now = () => void trySending()
    const timer = setInterval(now, TRY_EVERY)
    window.addEventListener('online', now)
    now()
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', now)
    }
  }, [some, client])
  return sent
}
