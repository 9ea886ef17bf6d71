/** A task as somebody writes it into a form, and back into what the API takes. */
import type { Deliverable, DeliverableRow, ParticipationRole, Task, TaskRow } from '@/api/models'

import { partiesOf, type Party, toParticipation } from './party'

export interface TaskWords {
  group: string
  /** The task that it is a sub-row of, by identifier; empty for a task of its own. */
  parent: string
  number: string
  title: string
  /** One on each line. */
  products: string
  lead: Party[]
  coordinate: Party[]
  monitor: Party[]
  deadline: string
  purpose: string
  /** One on each line. */
  requirements: string
  note: string
}

export const NO_TASK: TaskWords = {
  group: '',
  parent: '',
  number: '',
  title: '',
  products: '',
  lead: [],
  coordinate: [],
  monitor: [],
  deadline: '',
  purpose: '',
  requirements: '',
  note: '',
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

export function wordsOfTask(task: Task): TaskWords {
  return {
    group: task.group?.id ?? '',
    parent: task.parent_id ?? '',
    number: task.number ?? '',
    title: task.title,
    products: task.deliverables.map(({ title }) => title).join('\n'),
    lead: partiesOf(task.participations, 'lead'),
    coordinate: partiesOf(task.participations, 'coordinate'),
    monitor: partiesOf(task.participations, 'monitor'),
    deadline: task.schedule.text,
    purpose: task.purpose ?? '',
    requirements: task.requirements.join('\n'),
    note: task.note ?? '',
  }
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** A product that is still called the same stays the same; the others are new. */
export function toDeliverables(products: string, known: readonly Deliverable[] = []): DeliverableRow[] {
  const left = [...known]
  return linesOf(products).map((title) => {
    const place = left.findIndex((each) => each.title === title)
    const [same] = place < 0 ? [] : left.splice(place, 1)
    if (!same) return { title, kind: 'document', status: 'open' }
    const { id, kind, status, due_on, unit, document } = same
    return { id, title, kind, status, due_on, unit: unit?.id ?? null, document }
  })
}

const ROLES = ['lead', 'coordinate', 'monitor'] as const satisfies readonly ParticipationRole[]

const toParticipations = (words: TaskWords) =>
  ROLES.flatMap((role) => words[role].map((party) => toParticipation(role, party)))

export function toTaskRow(words: TaskWords): TaskRow {
  return {
    group: orNull(words.group),
    ...(words.parent && { parent: words.parent }),
    number: orNull(words.number),
    title: words.title.trim(),
    purpose: orNull(words.purpose),
    note: orNull(words.note),
    requirements: linesOf(words.requirements),
    deliverables: toDeliverables(words.products),
    participations: toParticipations(words),
    ...(words.deadline.trim() === '' ? {} : { schedule: { text: words.deadline.trim() } }),
  }
}

/** Only what was typed over a task: what was not stays as it is, terms that a person set included. */
export function toTaskChange(typed: Partial<TaskWords>, words: TaskWords, task: Pick<Task, 'deliverables'>) {
  const parties = ROLES.some((role) => role in typed)
  return {
    ...('group' in typed && { group: orNull(words.group) }),
    ...('parent' in typed && { parent: orNull(words.parent) }),
    ...('number' in typed && { number: orNull(words.number) }),
    ...('title' in typed && { title: words.title.trim() }),
    ...('purpose' in typed && { purpose: orNull(words.purpose) }),
    ...('note' in typed && { note: orNull(words.note) }),
    ...('requirements' in typed && { requirements: linesOf(words.requirements) }),
    ...('products' in typed && { deliverables: toDeliverables(words.products, task.deliverables) }),
    ...(parties && { participations: toParticipations(words) }),
    ...('deadline' in typed && { schedule: { text: words.deadline.trim() } }),
  }
}
