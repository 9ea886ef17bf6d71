import { useState } from 'react'

const PREFIX = 'lotrinh.draft.'

interface Kept<T> {
  typed: Partial<T>
  /** What was given when each of the typed began to be typed. */
  from: Partial<T>
}

function read<T extends object>(key: string): Kept<T> {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? '{}') as Partial<Kept<T>>
    return { typed: kept.typed ?? {}, from: kept.from ?? {} }
  } catch {
    return { typed: {}, from: {} }
  }
}

function write<T>(key: string, kept: Kept<T>): void {
  if (Object.keys(kept.typed).length === 0) sessionStorage.removeItem(PREFIX + key)
  else sessionStorage.setItem(PREFIX + key, JSON.stringify(kept))
}

export interface Draft<T> {
  /** What was given, under what was typed. */
  values: T
  /** Something was typed that differs from what was given. */
  changed: boolean
  /** Only what was typed and differs. */
  typed: Partial<T>
  /** Of what was typed, what somebody else has changed meanwhile. */
  conflicts: (keyof T)[]
  /** What the server gives now, beneath what was typed. */
  given: T
  set: <K extends keyof T>(name: K, value: T[K]) => void
  setAll: (values: Partial<T>) => void
  /** Takes what somebody else wrote in place of what was typed. */
  yield: (name: keyof T) => void
  /** What was typed stands, over what somebody else wrote. */
  insist: () => void
  clear: () => void
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

function keysOf<T extends object>(values: Partial<T>): (keyof T)[] {
  return Object.keys(values) as (keyof T)[]
}

function pick<T extends object>(values: Partial<T>, keep: (name: keyof T) => boolean): Partial<T> {
  const picked: Partial<T> = {}
  for (const name of keysOf(values)) if (keep(name)) picked[name] = values[name]
  return picked
}

/**
 * What somebody is typing into a form over what the server gave: it outlives a refetch, a lost
 * connection and a reload, until it is sent or given up. `key` names the form in this tab.
 */
export function useDraft<T extends object>(key: string, given: T): Draft<T> {
  const [held, setHeld] = useState(() => ({ key, kept: read<T>(key) }))
  const current = held.key === key ? held.kept : read<T>(key)
  const typed = pick<T>(current.typed, (name) => !same(current.typed[name], given[name]))
  function keep(kept: Kept<T>) {
    setHeld({ key, kept })
    write(key, kept)
  }
  function setAll(values: Partial<T>) {
    const begun = pick<T>({ ...given }, (name) => name in values && !(name in typed))
    keep({ typed: { ...current.typed, ...values }, from: { ...current.from, ...begun } })
  }
  return {
    values: { ...given, ...typed },
    typed,
    changed: keysOf<T>(typed).length > 0,
    conflicts: keysOf<T>(typed).filter((name) => name in current.from && !same(current.from[name], given[name])),
    given,
    set: (name, value) => setAll({ [name]: value } as unknown as Partial<T>),
    setAll,
    yield: (name) => keep({ ...current, typed: pick<T>(current.typed, (other) => other !== name) }),
    insist: () => keep({ ...current, from: pick<T>({ ...given }, (name) => name in typed) }),
    clear: () => keep({ typed: {}, from: {} }),
  }
}
