import type { Task, TaskGroup } from '@/api/models'
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
