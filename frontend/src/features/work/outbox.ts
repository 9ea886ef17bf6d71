/** Changes that found no line: kept in this browser for this account, and sent when the line is back. */
import { session } from '@/lib/browserSession'

import type { Change } from './api'

const PREFIX = 'lotrinh.outbox.'

/** A change that waits; `refused`: the server answered, and a person has to look at it again. */
export interface Waiting extends Change {
  refused: boolean
}

const listeners = new Set<() => void>()
let read: { key: string; text: string | null; waiting: readonly Waiting[] } | null = null

const keyOf = () => PREFIX + (session.state().subject ?? '')

/** What waits, the oldest first; the same array until something changes. */
export function waiting(): readonly Waiting[] {
  const key = keyOf()
  const text = localStorage.getItem(key)
  if (read?.key !== key || read.text !== text) read = { key, text, waiting: parse(text) }
  return read.waiting
}

function parse(text: string | null): Waiting[] {
  try {
    return JSON.parse(text ?? '[]') as Waiting[]
  } catch {
    return []
  }
}

function write(next: readonly Waiting[]): void {
  if (next.length === 0) localStorage.removeItem(keyOf())
  else localStorage.setItem(keyOf(), JSON.stringify(next))
  for (const tell of listeners) tell()
}

/** Keeps a change; a later one of the same work goes over the earlier, on the version that one began from. */
export function keepForLater({ id, version, patch }: Change): void {
  const before = waiting().find((each) => each.id === id)
  const kept = { id, version: before?.version ?? version, patch: { ...before?.patch, ...patch }, refused: false }
  write([...waiting().filter((each) => each.id !== id), kept])
}

export function dropWaiting(id: string): void {
  write(waiting().filter((each) => each.id !== id))
}

export function markRefused(id: string): void {
  write(waiting().map((each) => (each.id === id ? { ...each, refused: true } : each)))
}

export function subscribe(tell: () => void): () => void {
  // Another tab may have sent what this one shows as waiting.
  listeners.add(tell)
  window.addEventListener('storage', tell)
  return () => {
    listeners.delete(tell)
    window.removeEventListener('storage', tell)
  }
}
