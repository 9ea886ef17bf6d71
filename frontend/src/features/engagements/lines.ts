import type { Engagement, ParticipationRole, Ref, Task } from '@/api/models'

export type Owes = Engagement['owes']
export type Level = Engagement['education_levels'][number]
export type Ownership = Engagement['ownership'][number]
export const OWES = ['inform', 'yes_no', 'figure', 'product'] as const satisfies readonly Owes[]
export const LEVELS = [
  'preschool',
  'primary',
  'lower_secondary',
  'upper_secondary',
  'continuing',
  'vocational_continuing',
] as const satisfies readonly Level[]

export const OWNERSHIP = ['public', 'community', 'private'] as const satisfies readonly Ownership[]

/** One audience named in one task. */
export interface Line {
  key: string
  task: Ref
  audience: Ref
  role: ParticipationRole | null
  /** As the plan prints the audience; its own name where the task does not print it. */
  printedName: string
}

/** What a line's audience owes, and of which schools: nothing chosen is all of them. */
export interface Choice {
  owes: Owes
  levels: readonly Level[]
  ownership: readonly Ownership[]
  area: Engagement['area']
  indicator: string | null
}

/** By the key of a line. */
export type Choices = Readonly<Record<string, Choice>>

const keyOf = (task: string, audience: string) => `${task}.${audience}`

/** Every audience that a task names, or that already owes something for it. */
export function linesOf(task: Task, engagements: readonly Engagement[]): Line[] {
  const ref: Ref = { id: task.id, code: task.code, name: task.title }
  const lines = new Map<string, Line>()
  for (const { audience, role, printed_name: printedName } of task.participations) {
    if (audience === null) continue
    const key = keyOf(task.id, audience.id)
    if (!lines.has(key)) lines.set(key, { key, task: ref, audience, role, printedName })
  }
  for (const { task: owed, audience } of engagements) {
    const key = keyOf(owed.id, audience.id)
    if (owed.id === task.id && !lines.has(key)) {
      lines.set(key, { key, task: ref, audience, role: null, printedName: audience.name })
    }
  }
  return [...lines.values()]
}

/** Who leads brings a product; who coordinates is told. */
export function propose({ role }: Pick<Line, 'role'>): Choice {
  return { owes: role === 'lead' ? 'product' : 'inform', levels: [], ownership: [], area: [], indicator: null }
}

type Held = Pick<Engagement, 'task' | 'audience' | 'owes' | 'education_levels' | 'ownership'> &
  Partial<Pick<Engagement, 'area' | 'indicator'>>

/** What the server holds or proposes, and what a role suggests where it says nothing. */
export function startingChoices(lines: readonly Line[], engagements: readonly Held[]): Choices {
  const held = new Map<string, Choice>(
    engagements.map(({ task, audience, owes, education_levels: levels, ownership, area = [], indicator }) => [
      keyOf(task.id, audience.id),
      { owes, levels, ownership, area, indicator: indicator?.id ?? null },
    ]),
  )
  return Object.fromEntries(lines.map((line) => [line.key, held.get(line.key) ?? propose(line)]))
}

export interface Stroke {
  audience?: string | undefined
  role?: ParticipationRole | undefined
}

/** The lines that one stroke over the plan reaches. */
export function linesWithin(lines: readonly Line[], { audience, role }: Stroke): Line[] {
  return lines.filter(
    (line) => (audience === undefined || line.audience.id === audience) && (role === undefined || line.role === role),
  )
}

/** How many tasks each audience owes each kind of answer for, audiences in the order first named. */
export function countByAudience(lines: readonly Line[], choices: Choices) {
  const counts = new Map<string, { audience: Ref; owes: Record<Owes, number> }>()
  for (const { key, audience } of lines) {
    const count = counts.get(audience.id) ?? { audience, owes: { inform: 0, yes_no: 0, figure: 0, product: 0 } }
    const choice = choices[key]
    if (choice) count.owes[choice.owes] += 1
    counts.set(audience.id, count)
  }
  return [...counts.values()]
}
