/** Rows of a plan’s tables: their order, the number that comes next, finding them by words. */
import type { Task } from '@/api/models'

/** The number that would come next: after “2” and “2.1” comes “3”. */
export function nextNumber(rows: readonly { number: string | null }[]): string {
  const numbers = rows.map(({ number }) => Number(/^\d+/.exec(number ?? '')?.[0] ?? 0))
  return String(Math.max(0, ...numbers) + 1)
}

/** The number of the next sub-row of a task: after “2.1” below “2” comes “2.2”; none below a task without a number. */
export function nextNumberUnder(parent: Pick<Task, 'id' | 'number'>, tasks: readonly Task[]): string {
  if (!parent.number) return ''
  const start = `${parent.number.replace(/\.$/, '')}.`
  const numbers = tasks
    .filter(({ parent_id: under, number }) => under === parent.id && number?.startsWith(start))
    .map(({ number }) => parseInt(number?.slice(start.length) ?? '', 10) || 0)
  return `${start}${Math.max(0, ...numbers) + 1}`
}

/** The tasks of one group, or of none, in the order printed; sub-rows right below what they belong to. */
export function rowsUnder(tasks: readonly Task[], group: string | undefined): Task[] {
  const sorted = [...tasks].sort((one, other) => one.position - other.position)
  return sorted
    .filter((task) => task.parent_id === null && task.group?.id === group)
    .flatMap((task) => [task, ...sorted.filter(({ parent_id: parent }) => parent === task.id)])
}

/** A text without marks and capitals, for finding it however it was typed. */
export const folded = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase()
