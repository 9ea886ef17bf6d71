import { useState } from 'react'

const PREFIX = 'lotrinh.draft.'

function read<T extends object>(key: string): Partial<T> {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key) ?? '{}') as Partial<T>
  } catch {
    return {}
  }
}

function write(key: string, typed: object): void {
  if (Object.keys(typed).length === 0) sessionStorage.removeItem(PREFIX + key)
  else sessionStorage.setItem(PREFIX + key, JSON.stringify(typed))
}

export interface Draft<T> {
  /** What was given, under what was typed. */
  values: T
  /** Something was typed that differs from what was given. */
  changed: boolean
  /** Only what was typed and differs. */
  typed: Partial<T>
  set: <K extends keyof T>(name: K, value: T[K]) => void
  setAll: (values: Partial<T>) => void
  clear: () => void
}

function differing<T extends object>(given: T, typed: Partial<T>): Partial<T> {
  const entries = Object.entries(typed).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(given[name as keyof T]),
  )
  return Object.fromEntries(entries) as Partial<T>
}

/**
 * What somebody is typing into a form over what the server gave: it outlives a refetch, a lost
 * connection and a reload, until it is sent or given up. `key` names the form in this tab.
 */
export function useDraft<T extends object>(key: string, given: T): Draft<T> {
  const [kept, setKept] = useState(() => ({ key, typed: read<T>(key) }))
  const current = kept.key === key ? kept.typed : read<T>(key)
  const typed = differing(given, current)
  function keep(next: Partial<T>) {
    setKept({ key, typed: next })
    write(key, next)
  }
  return {
    values: { ...given, ...typed },
    typed,
    changed: Object.keys(typed).length > 0,
    set: (name, value) => keep({ ...current, [name]: value }),
    setAll: (values) => keep({ ...current, ...values }),
    clear: () => keep({}),
  }
}
