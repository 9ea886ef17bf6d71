/** Whose work it is to the reader, and in which order it is shown: pure. */
import type { Assignment, Me, OwedItem } from '@/api/models'
import { daysUntil, vietnamDay } from '@/lib/format'

const FOR_OTHERS = new Set(['coordinator', 'commune_officer'])
const LOOKS_ON = new Set(['admin', 'viewer'])

/** How the reader may write a piece of work: as the unit's own, for the unit (nhập thay), or not. */
export type Writing = 'own' | 'on_behalf' | 'none'

/** What the server will allow, as far as grants tell; it has the last word. */
export function writingOf(me: Me | undefined, unitId: string): Writing {
  const grants = me?.grants ?? []
  if (grants.some(({ role, unit }) => unit.id === unitId && !LOOKS_ON.has(role))) return 'own'
  return grants.some(({ role }) => FOR_OTHERS.has(role)) ? 'on_behalf' : 'none'
}

/** Whether the reader enters for the units below, and so may change many at once. */
export const helpsOthers = (me: Me | undefined) => (me?.grants ?? []).some(({ role }) => FOR_OTHERS.has(role))

/** Units whose work the reader does. */
export function ownUnits(me: Me | undefined) {
  const units = (me?.grants ?? []).filter(({ role }) => !LOOKS_ON.has(role)).map(({ unit }) => unit)
  return [...new Map(units.map((unit) => [unit.id, unit])).values()]
}

export const DUE_PARTS = ['overdue', 'week', 'quarter', 'later', 'undated', 'waiting'] as const
export type DuePart = (typeof DUE_PARTS)[number]

const WEEK = 7

const quarterOf = (day: string) => `${day.slice(0, 4)}-${Math.ceil(Number(day.slice(5, 7)) / 3)}`

/** What stands in the list of what is owed. */
export type Dated = Pick<OwedItem, 'id' | 'status' | 'due_at' | 'overdue'>

/** Work as one of the things that are owed. */
export const asOwed = (work: Assignment): OwedItem => ({
  kind: 'assignment',
  id: work.id,
  title: work.task.name,
  unit: work.unit,
  owed_to: null,
  status: work.status,
  due_at: work.due_at,
  overdue: work.overdue,
  handed_in: work.status === 'awaiting_confirmation',
  period: null,
  answers_questions: false,
  assignment: work,
})

/** Under which heading open work stands: what was reported waits for others, whenever it is due. */
export function partOf({ status, due_at, overdue }: Dated, now: Date): DuePart {
  if (status === 'awaiting_confirmation') return 'waiting'
  if (due_at === null) return 'undated'
  if (overdue) return 'overdue'
  if (daysUntil(due_at, now) <= WEEK) return 'week'
  return quarterOf(vietnamDay(due_at)) === quarterOf(vietnamDay(now)) ? 'quarter' : 'later'
}

/** What is owed by heading, in the server's order. `kept` stays where it was although it was just reported. */
export function arrange<T extends Dated>(open: readonly T[], kept: readonly T[], now: Date) {
  const before = new Map(kept.map((each) => [each.id, each]))
  const gone = kept.filter((each) => !open.some(({ id }) => id === each.id))
  const parts = new Map<DuePart, T[]>()
  for (const each of [...open, ...gone]) {
    const part = partOf(before.get(each.id) ?? each, now)
    parts.set(part, [...(parts.get(part) ?? []), each])
  }
  return DUE_PARTS.map((part) => ({ part, items: parts.get(part) ?? [] })).filter(({ items }) => items.length > 0)
}
