/** An amendment as somebody writes it over the plan in force, and what the API takes of it. */
import type { AmendmentDraft, Ask, Engagement, LegalBasis, Plan, Ref, Target, Task, TaskGroup } from '@/api/models'
import { NO_SIGNER, type SignerWords } from '@/components/forms/SignerFields'
import { type TargetWords, toTargetChange, toTargetRow, wordsOfTarget } from '@/lib/targetWords'
import { type TaskWords, toTaskChange, toTaskRow, wordsOfTask } from '@/lib/taskWords'

export type Owes = Engagement['owes']
/** What audiences owe where a person said so, by the audience's id. */
export type Asks = Readonly<Record<string, Owes>>

export interface AmendedPlan {
  plan: Plan
  groups: TaskGroup[]
  tasks: Task[]
  targets: Target[]
  engagements: Engagement[]
}

export interface NewTask {
  key: string
  words: TaskWords
  asks: Asks
}

export interface TaskEdit {
  typed: Partial<TaskWords>
  asks: Asks
}

export interface NewTarget {
  key: string
  words: TargetWords
}

export interface Heading {
  code: string
  title: string
}

export interface AmendmentWords {
  effectiveOn: string | null
  reason: string
  number: string
  issuedOn: string | null
  signer: SignerWords
  bases: LegalBasis[]
  headings: Heading[]
  newTasks: NewTask[]
  /** By the task's id. */
  tasks: Readonly<Record<string, TaskEdit>>
  stoppedTasks: string[]
  newTargets: NewTarget[]
  /** By the target's id. */
  targets: Readonly<Record<string, Partial<TargetWords>>>
  droppedTargets: string[]
}

export const NO_BASIS: LegalBasis = { type: '', number: null, issued_on: null, issuer: null, title: null }
export const NO_EDIT: TaskEdit = { typed: {}, asks: {} }

export const blankAmendment = (today: string): AmendmentWords => ({
  effectiveOn: today,
  reason: '',
  number: '',
  issuedOn: null,
  signer: NO_SIGNER,
  bases: [NO_BASIS],
  headings: [],
  newTasks: [],
  tasks: {},
  stoppedTasks: [],
  newTargets: [],
  targets: {},
  droppedTargets: [],
})

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** Only what differs from what is there. */
function differing<T extends object>(typed: Partial<T>, given: T): Partial<T> {
  const names = (Object.keys(typed) as (keyof T)[]).filter((name) => !same(typed[name], given[name]))
  return Object.fromEntries(names.map((name) => [name, typed[name]])) as Partial<T>
}

export interface AskLine {
  audience: Ref
  owes: Owes
}

/** What each audience that takes part owes: as was said, as it does already, or as its part suggests. */
export function askLines(words: Pick<TaskWords, 'lead' | 'coordinate'>, held: readonly Engagement[], asks: Asks): AskLine[] {
  const lines = new Map<string, AskLine>()
  for (const role of ['lead', 'coordinate'] as const) {
    for (const { audience } of words[role]) {
      if (audience === null || lines.has(audience.id)) continue
      const now = held.find((each) => each.audience.id === audience.id)?.owes
      lines.set(audience.id, { audience, owes: asks[audience.id] ?? now ?? (role === 'lead' ? 'product' : 'inform') })
    }
  }
  return [...lines.values()]
}

/** As a write names them: to whom an audience is narrowed stays; being told alone needs no saying. */
function toAsks(lines: readonly AskLine[], held: readonly Engagement[]): Ask[] {
  return lines.flatMap(({ audience, owes }): Ask[] => {
    const now = held.find((each) => each.audience.id === audience.id)
    if (now === undefined) return owes === 'inform' ? [] : [{ audience: audience.id, owes }]
    const { education_levels, ownership, area, indicator } = now
    const answers = owes === 'yes_no' || owes === 'figure'
    return [{ audience: audience.id, owes, education_levels, ownership, area, indicator: answers ? (indicator?.id ?? null) : null }]
  })
}

const heldBy = (task: Pick<Task, 'id'>, engagements: readonly Engagement[]) =>
  engagements.filter((each) => each.task.id === task.id)

/** What audiences owe for a changed task, where that is another; those it never named keep theirs. */
function changedAsks(task: Task, { typed, asks }: TaskEdit, engagements: readonly Engagement[]): Ask[] | null {
  const held = heldBy(task, engagements)
  const words = { ...wordsOfTask(task), ...typed }
  const named = new Set(task.participations.map(({ audience }) => audience?.id))
  const others = held.filter(({ audience }) => !named.has(audience.id)).map(({ audience, owes }) => ({ audience, owes }))
  const lines = [...askLines(words, held, asks), ...others.filter(({ audience }) => !(audience.id in asks))]
  const wanted = toAsks(lines, held)
  const now = toAsks(held, held)
  const key = (each: Ask) => `${each.audience} ${each.owes}`
  return same(wanted.map(key).sort(), now.map(key).sort()) ? null : wanted
}

function taskChange(task: Task, edit: TaskEdit, engagements: readonly Engagement[]) {
  const given = wordsOfTask(task)
  const typed = differing(edit.typed, given)
  const touched = 'lead' in typed || 'coordinate' in typed || Object.keys(edit.asks).length > 0
  const asks = touched ? changedAsks(task, { ...edit, typed }, engagements) : null
  if (Object.keys(typed).length === 0 && asks === null) return []
  const change = toTaskChange(typed, { ...given, ...typed }, task)
  return [{ task: task.id, ...change, ...(asks && { engagements: asks }) }]
}

function targetChange(target: Target, edit: Partial<TargetWords>) {
  const given = wordsOfTarget(target)
  const typed = differing(edit, given)
  if (Object.keys(typed).length === 0) return []
  return [{ target: target.id, ...toTargetChange(typed, { ...given, ...typed }) }]
}

export const isTaskChanged = (task: Task, words: AmendmentWords, engagements: readonly Engagement[]) =>
  taskChange(task, words.tasks[task.id] ?? NO_EDIT, engagements).length > 0

export const isTargetChanged = (target: Target, words: AmendmentWords) =>
  targetChange(target, words.targets[target.id] ?? {}).length > 0

/** What the amendment does, as it is sent; what was typed and is as it was is no part of it. */
export function toAmendment(words: AmendmentWords, { tasks, targets, engagements }: AmendedPlan): AmendmentDraft {
  const { signer } = words
  const stopped = new Set(words.stoppedTasks)
  const dropped = new Set(words.droppedTargets)
  const on_behalf = signer.on_behalf.trim() || null
  return {
    effective_on: words.effectiveOn ?? '',
    reason: words.reason.trim(),
    document_number: words.number.trim() || null,
    issued_on: words.issuedOn,
    signer: signer.name.trim() === '' ? null : { name: signer.name.trim(), title: signer.title.trim(), on_behalf },
    legal_bases: words.bases,
    task_groups: words.headings,
    tasks: {
      add: words.newTasks.map(({ words: task, asks }) => ({
        ...toTaskRow(task),
        engagements: toAsks(askLines(task, [], asks), []),
      })),
      change: tasks
        .filter(({ id }) => !stopped.has(id))
        .flatMap((task) => taskChange(task, words.tasks[task.id] ?? NO_EDIT, engagements)),
      cancel: tasks.filter(({ id }) => stopped.has(id)).map(({ id }) => id),
    },
    targets: {
      add: words.newTargets.map((target) => toTargetRow(target.words)),
      change: targets
        .filter(({ id }) => !dropped.has(id))
        .flatMap((target) => targetChange(target, words.targets[target.id] ?? {})),
      cancel: targets.filter(({ id }) => dropped.has(id)).map(({ id }) => id),
    },
  }
}

/** How many things the amendment adds, changes and stops. */
export function tally({ tasks, targets }: AmendmentDraft) {
  const count = (kind: 'add' | 'change' | 'cancel') => (tasks?.[kind]?.length ?? 0) + (targets?.[kind]?.length ?? 0)
  return { added: count('add'), changed: count('change'), cancelled: count('cancel') }
}
