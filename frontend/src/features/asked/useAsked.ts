import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react'

import type { AskedForm, Question } from '@/api/models'
import { ApiError } from '@/lib/problem'

import { cardKey, type Fault, type Kept, type KeptAnswers, type Said, type Typed, typedOf, versionOf } from './answers'
import { type Answering, askedKeys, type AskedOf, askedQuery, sendAnswers, sendWord } from './api'
import { keepAnswer, keptOf, subscribe } from './keeping'
import { mergeKept } from './merging'

/** How often a line that came back unnoticed is tried again, milliseconds. */
const TRY_EVERY = 15_000

const isWord = (said: Said | undefined) => said === 'confirm' || said === 'dispute'

function faultOf(error: ApiError): Fault {
  return { field: '', code: error.code, message: error.fields[0]?.message ?? error.message }
}

/** What was said and waits to be sent. */
function waitingOf(questions: readonly Question[], kept: KeptAnswers): Answering[] {
  return questions.flatMap((question) => {
    const key = cardKey(question)
    const each = kept[key]
    const waits = each?.said !== undefined && !each.contested && !each.sent && !each.faults?.length
    return waits ? [{ key, question, kept: each }] : []
  })
}

/** What became of an answer: in, contested, or wrong in some way. */
function afterwards(kept: Kept, faults: readonly Fault[] | undefined): Kept {
  if (!faults?.length) return { ...kept, sent: true }
  if (faults.some(({ code }) => code === 'stale')) return { ...kept, contested: true }
  return { ...kept, faults }
}

async function faultsOf(unit: AskedForm['unit'], answers: readonly Answering[]): Promise<Map<string, Fault[]>> {
  const faults = new Map<string, Fault[]>()
  const own = answers.filter(({ kept }) => !isWord(kept.said))
  if (own.length > 0) for (const [key, found] of await sendAnswers(unit, own)) faults.set(key, found)
  for (const word of answers.filter(({ kept }) => isWord(kept.said))) {
    try {
      await sendWord(word)
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error
      faults.set(word.key, [faultOf(error)])
    }
  }
  return faults
}

/** The answers to a form: kept as they are typed, sent as they are said, kept for later where the line is down. */
export function useAsked(of: AskedOf, form: AskedForm) {
  const client = useQueryClient()
  const name = `${form.unit.id}.${form.period}`
  const stored = useSyncExternalStore(subscribe, () => keptOf(name))
  const kept = mergeKept(form.items, stored)
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set())
  const [failed, setFailed] = useState<Error | null>(null)

  /** Sends what waits, one tab at a time, so that nothing goes twice; `again`: what stands may have changed. */
  async function send(again: boolean): Promise<boolean> {
    return navigator.locks.request('lotrinh.asked', async () => {
      const now = again ? await client.query({ ...askedQuery(of), staleTime: 0 }) : form
      const waiting = waitingOf(now.items, mergeKept(now.items, keptOf(name)))
      setBusy(new Set(waiting.map(({ key }) => key)))
      if (waiting.length === 0) return true
      const faults = await faultsOf(now.unit, waiting)
      for (const each of waiting) keepAnswer(name, each.key, afterwards(each.kept, faults.get(each.key)))
      await client.invalidateQueries({ queryKey: askedKeys.all })
      for (const [key, each] of Object.entries(keptOf(name))) if (each.sent) keepAnswer(name, key, null)
      return faults.size === 0
    })
  }
  /** Whether everything that waited is in. */
  async function trySending(again: boolean): Promise<boolean> {
    try {
      const clean = await send(again)
      setFailed(null)
      return clean
    } catch (error) {
      // Without a line it waits; another tab, or the next turn, sends it.
      setFailed(error as Error)
      return false
    } finally {
      setBusy(new Set())
    }
  }
  const later = useEffectEvent(() => void trySending(true))
  const waits = waitingOf(form.items, kept).length > 0
  useEffect(() => {
    if (!waits) return undefined
    const timer = setInterval(() => later(), TRY_EVERY)
    const online = () => later()
    window.addEventListener('online', online)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', online)
    }
  }, [waits])

  function type(question: Question, typed: Partial<Typed>) {
    const key = cardKey(question)
    const before = kept[key]
    const faults = before?.faults?.filter(({ field }) => field === 'note' || !(field in typed))
    const version = before?.contested ? before.version : versionOf(question)
    keepAnswer(name, key, { typed: { ...before?.typed, ...typed }, version, faults, contested: before?.contested })
  }
  /** Answers some questions at once: one request, however many. */
  function sayAll(answers: readonly { question: Question; said: Said; typed?: Partial<Typed> }[]) {
    for (const { question, said, typed } of answers) {
      const now = { ...typedOf(question, kept[cardKey(question)]), ...typed }
      keepAnswer(name, cardKey(question), { typed: now, said, version: versionOf(question) })
    }
    return trySending(false)
  }
  return {
    kept,
    busy,
    failed,
    waiting: waitingOf(form.items, kept).length,
    type,
    sayAll,
    say: (question: Question, said: Said, typed?: Partial<Typed>) =>
      void sayAll([typed ? { question, said, typed } : { question, said }]),
    drop: (question: Question) => keepAnswer(name, cardKey(question), null),
  }
}

export type Asking = ReturnType<typeof useAsked>
