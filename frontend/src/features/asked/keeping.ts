/** Answers on their way: kept in this browser for this account, unit and period until the server has them. */
import { session } from '@/lib/browserSession'

import type { Kept, KeptAnswers } from './answers'

const PREFIX = 'lotrinh.asked.'
const NONE: KeptAnswers = {}

const listeners = new Set<() => void>()
const read = new Map<string, { text: string | null; kept: KeptAnswers }>()

const keyOf = (of: string) => `${PREFIX}${session.state().subject ?? ''}.${of}`

function parse(text: string | null): KeptAnswers {
  try {
    return text === null ? NONE : (JSON.parse(text) as KeptAnswers)
  } catch {
    return NONE
  }
}

/** What is kept of a form; the same object until something changes. */
export function keptOf(of: string): KeptAnswers {
  const key = keyOf(of)
  const text = localStorage.getItem(key)
  const before = read.get(key)
  if (before?.text === text) return before.kept
  const kept = parse(text)
  read.set(key, { text, kept })
  return kept
}

export function writeKept(of: string, kept: KeptAnswers): void {
  if (Object.keys(kept).length === 0) localStorage.removeItem(keyOf(of))
  else localStorage.setItem(keyOf(of), JSON.stringify(kept))
  for (const tell of listeners) tell()
}

/** Keeps one card’s answer, or with null nothing of it any more. */
export function keepAnswer(of: string, key: string, kept: Kept | null): void {
  const { [key]: _, ...rest } = keptOf(of)
  writeKept(of, kept === null ? rest : { ...rest, [key]: kept })
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
