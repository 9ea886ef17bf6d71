import type { Schedule } from '@/api/models'

export type Occurrence = Schedule['occurrences'][number]

/** The first time that is not over yet; null when all are, or there are none. */
export function nextOccurrence(occurrences: readonly Occurrence[], now: Date): Occurrence | null {
  return occurrences.find(({ due_at }) => Date.parse(due_at) >= now.getTime()) ?? null
}
