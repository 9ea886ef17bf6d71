/** What this browser keeps, held against what the server says now: pure. */
import type { Question } from '@/api/models'

import { readNumber } from '@/lib/figure'

import { cardKey, type Kept, type KeptAnswers, partsOf, typedOf, versionOf } from './answers'

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Whether the server has the very answer already, whoever gave it. */
function isSaid(question: Question, kept: Kept): boolean {
  const { present } = question
  if (present === null || kept.said === undefined) return false
  if (kept.said === 'confirm') return present.confirmation?.status === 'confirmed'
  if (kept.said === 'dispute') return present.confirmation?.status === 'disputed'
  if (kept.said !== 'given') return present.answer === kept.said
  if (present.answer !== 'given') return false
  const [theirs, mine] = [typedOf(question, undefined), typedOf(question, kept)]
  return partsOf(question).every((part) =>
    part === 'yes' ? theirs.yes === mine.yes : readNumber(theirs[part]) === readNumber(mine[part]),
  )
}

/** One answer after the questions were read again: gone where it stands, contested where another does. */
function merge(question: Question, kept: Kept): Kept | null {
  const version = versionOf(question)
  if (version === kept.version) return kept
  if (kept.sent) return null
  if (isSaid(question, kept)) return null
  if (kept.said !== undefined) return { ...kept, contested: true, faults: undefined }
  return { ...kept, version }
}

/** All of them; the same object where nothing changes. */
export function mergeKept(questions: readonly Question[], kept: KeptAnswers): KeptAnswers {
  const merged: Record<string, Kept> = {}
  const known = new Map(questions.map((question) => [cardKey(question), question]))
  for (const [key, each] of Object.entries(kept)) {
    const question = known.get(key)
    const next = question ? merge(question, each) : null
    if (next) merged[key] = next
  }
  return same(merged, kept) ? kept : merged
}
