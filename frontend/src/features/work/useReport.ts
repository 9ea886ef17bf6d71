import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import type { Assignment, AssignmentDetail, AssignmentPatch } from '@/api/models'
import { ConnectionError } from '@/lib/problem'

import { readOne, sendOrKeep, workKeys } from './api'
import { dropWaiting } from './outbox'

/** A report just made, and the change that takes it back; `answer` is null while it waits for a line. */
export interface Reported {
  before: Assignment
  answer: AssignmentDetail | null
  undo: AssignmentPatch
}

/** Every product of the task as there; without a line nobody knows which they are. */
async function productsOf(id: string) {
  try {
    const { deliverables } = await readOne(id)
    return {
      now: deliverables.map(({ id: product, document }) => ({ id: product, done: true, document })),
      before: deliverables.map(({ id: product, done, document }) => ({ id: product, done, document })),
    }
  } catch (error) {
    if (error instanceof ConnectionError) return null
    throw error
  }
}

/** The work is done: said with one tap, for a figure with the figure. */
async function report({ work, text }: { work: Assignment; text?: string }): Promise<Reported> {
  const patch: AssignmentPatch = { status: 'completed' }
  const undo: AssignmentPatch = { status: work.status }
  if (text !== undefined) {
    patch.text = text
    undo.text = work.text
  }
  const products = work.owes === 'product' ? await productsOf(work.id) : null
  if (products) {
    patch.deliverables = products.now
    undo.deliverables = products.before
  }
  const answer = await sendOrKeep({ id: work.id, version: work.version, patch })
  return { before: work, answer, undo }
}

async function takeBack({ before, answer, undo }: Reported): Promise<void> {
  if (answer) await sendOrKeep({ id: before.id, version: answer.version, patch: undo })
  else dropWaiting(before.id)
}

/** Reports made since the page was opened: each stays in sight, where it was, and can be taken back. */
export function useReports() {
  const client = useQueryClient()
  const [made, setMade] = useState<ReadonlyMap<string, Reported>>(new Map())
  const refresh = () => client.invalidateQueries({ queryKey: workKeys.all })
  function put(id: string, reported: Reported | null) {
    setMade((before) => {
      const next = new Map(before)
      if (reported) next.set(id, reported)
      else next.delete(id)
      return next
    })
  }
  const reporting = useMutation({
    mutationFn: report,
    onSuccess: (reported) => put(reported.before.id, reported),
    onSettled: refresh,
  })
  const undoing = useMutation({
    mutationFn: takeBack,
    onSuccess: (_, { before }) => put(before.id, null),
    onSettled: refresh,
  })
  return { made, reporting, undoing }
}

export type Reports = ReturnType<typeof useReports>
