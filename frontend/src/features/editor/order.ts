import type { Target, TargetGroup, Task, TaskGroup } from '@/api/models'
import { rowsUnder } from '@/lib/rows'

interface Placed {
  id: string
  version: number
  position: number
}

/** Two neighbours that change places: each takes the other’s. */
export function swapped<T extends Placed>(rows: readonly T[], place: number, by: 1 | -1) {
  const [moved, other] = [rows[place], rows[place + by]]
  if (!moved || !other) return undefined
  const to = moved.position === other.position ? moved.position + by : other.position
  return [
    { of: moved, change: { position: Math.max(to, 1) } },
    { of: other, change: { position: moved.position } },
  ]
}

export interface GroupOfTasks {
  /** Null for the tasks that stand in no group. */
  group: TaskGroup | null
  tasks: Task[]
}

/** The tasks under their headings, sub-rows right below what they belong to, each in the order printed. */
export function byGroup(groups: readonly TaskGroup[], tasks: readonly Task[]): GroupOfTasks[] {
  const loose = rowsUnder(tasks, undefined)
  return [
    ...(loose.length > 0 || groups.length === 0 ? [{ group: null, tasks: loose }] : []),
    ...groups.map((group) => ({ group, tasks: rowsUnder(tasks, group.id) })),
  ]
}

/** The tasks that must be moved for a group to be empty: their sub-rows go with them. */
export function held(group: TaskGroup, tasks: readonly Task[]): Task[] {
  const inside = tasks.filter((task) => task.group?.id === group.id)
  return inside.filter(({ parent_id: parent }) => !inside.some(({ id }) => id === parent))
}

export interface GroupOfTargets {
  /** Null for the targets that stand under no heading. */
  group: TargetGroup | null
  targets: Target[]
}

/** The targets under their headings, each in the order printed. */
export function targetsByGroup(groups: readonly TargetGroup[], targets: readonly Target[]): GroupOfTargets[] {
  const sorted = [...targets].sort((one, other) => one.position - other.position)
  const loose = sorted.filter(({ group }) => !groups.some(({ code }) => code === group))
  return [
    ...(loose.length > 0 || groups.length === 0 ? [{ group: null, targets: loose }] : []),
    ...groups.map((group) => ({ group, targets: sorted.filter((target) => target.group === group.code) })),
  ]
}

/** A list in which one has changed places with its neighbour; undefined where it has none. */
export function moved<T>(items: readonly T[], place: number, by: 1 | -1): T[] | undefined {
  const [one, other] = [items[place], items[place + by]]
  if (one === undefined || other === undefined) return undefined
  return items.map((item, at) => (at === place ? other : at === place + by ? one : item))
}

/** A list with another in one’s place, or at its end; without it when there is no other. */
export function replaced<T>(items: readonly T[], place: number, item?: T): T[] {
  return [...items.slice(0, place), ...(item === undefined ? [] : [item]), ...items.slice(place + 1)]
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII', 'XIII', 'XIV', 'XV'] as const

/** The code of the next heading: the first Roman number that none has. */
export const nextRoman = (groups: readonly TargetGroup[]): string =>
  ROMAN.find((roman) => !groups.some(({ code }) => code === roman)) ?? ''

/** Headings to choose from: task groups by identifier, those of targets by code. */
export const choicesOf = (groups: readonly (TargetGroup & { id?: string })[]) =>
  groups.map(({ id, code, title }) => ({ value: id ?? code, label: `${code}. ${title}` }))
