import { useEffect, useState } from 'react'

const SECOND = 1000

/** Seconds left of a wait that began when `seconds` was handed in; 0 when there is none. */
export function useCountdown(seconds: number | null, startedAt: number): number {
  const [now, setNow] = useState(startedAt)
  const left = seconds === null ? 0 : Math.max(0, Math.ceil(seconds - (now - startedAt) / SECOND))
  useEffect(() => {
    if (seconds === null) return undefined
    const timer = setInterval(() => setNow(Date.now()), SECOND)
    return () => clearInterval(timer)
  }, [seconds, startedAt])
  return left
}
