import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { authorizedFetch } from '@/lib/client'
import { readEvents } from '@/lib/eventStream'

import { dashboardKeys } from './api'

const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000

export type Line = 'live' | 'polling'

/**
 * Keeps the page as new as what it shows: reads it again whenever the server says that something about the unit
 * changed. Where the stream is lost the page is read now and then, ever more seldom, until a stream stands again.
 */
export function useLive(unit: string | undefined): Line {
  const client = useQueryClient()
  const [line, setLine] = useState<Line>('live')
  useEffect(() => {
    const stop = new AbortController()
    const refresh = () => void client.invalidateQueries({ queryKey: dashboardKeys.all })
    void follow(unit, stop.signal, refresh, setLine)
    return () => stop.abort()
  }, [client, unit])
  return line
}

async function follow(unit: string | undefined, signal: AbortSignal, refresh: () => void, tell: (line: Line) => void) {
  const over = () => signal.aborted
  let wait = FIRST_WAIT
  while (!over()) {
    const heard = await listen(unit, signal, refresh, () => tell('live'))
    if (over() || heard === 'refused') return
    // An ended stream is connected anew at once; a lost one is tried ever more seldom.
    wait = heard === 'ended' ? FIRST_WAIT : Math.min(wait * 2, LONGEST_WAIT)
    if (heard === 'lost') {
      tell('polling')
      await pause(wait, signal)
    }
    if (!over()) refresh()
  }
}

/** How a stream came to its end. */
async function listen(unit: string | undefined, signal: AbortSignal, refresh: () => void, stands: () => void) {
  const address = new URL('/api/v1/dashboard/stream', location.origin)
  if (unit !== undefined) address.searchParams.set('unit', unit)
  try {
    const request = new Request(address, { signal, headers: { Accept: 'text/event-stream' } })
    const response = await authorizedFetch(request)
    if (response.status >= 400 && response.status < 500 && response.status !== 429) return 'refused'
    if (!response.ok || response.body === null) return 'lost'
    stands()
    for await (const _ of readEvents(response.body)) refresh()
    return 'ended'
  } catch {
    return 'lost'
  }
}

function pause(milliseconds: number, signal: AbortSignal) {
  return new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
