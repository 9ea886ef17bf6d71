import type { Regime } from '@/api/models'
import type { components } from '@/api/schema'
import { toParty } from '@/lib/party'

type StepIn = components['schemas']['RegimeStepIn']
type Rule = NonNullable<StepIn['due']>

export const CADENCES = ['month', 'quarter', 'half_year', 'year', 'school_year'] as const
export type Recurring = (typeof CADENCES)[number]

/** How a coordinator says by when: before a day of a month of the period, or days after it. */
export interface Days {
  cadence: Recurring
  way: 'before' | 'after'
  day: string
  month: string
  after: string
}

/** The last month of a period, which most reports are due in. */
const LAST_MONTH = { month: 1, quarter: 3, half_year: 6, year: 12, school_year: 12 } satisfies Record<Recurring, number>

export function begin({ cadence }: Pick<Regime, 'cadence'>): Days {
  const known = CADENCES.find((each) => each === cadence) ?? 'quarter'
  return { cadence: known, way: 'before', day: '5', month: String(LAST_MONTH[known]), after: '5' }
}

/** A whole number between bounds, or nothing. */
function whole(text: string, least: number, most: number): number | null {
  const number = /^\d{1,3}$/.test(text.trim()) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}

/** The rule that was said; null while something is missing. */
export function toRule({ cadence, way, day, month, after }: Days): Rule | null {
  if (way === 'after') {
    const days = whole(after, 0, 366)
    return days === null ? null : { kind: 'offset', days }
  }
  const [on, of] = [whole(day, 1, 31), cadence === 'month' ? 1 : whole(month, 1, 24)]
  if (on === null || of === null) return null
  const more = { tentative: false, doubtful: false, bound: 'before' as const }
  return { kind: 'recurring', every: cadence, day: on, month_of_period: cadence === 'month' ? null : of, ...more }
}

/** A regime's steps as they are sent, one of them otherwise in some respect; the others stay as they are. */
function withStep(regime: Regime, changed: number, part: Partial<StepIn>): StepIn[] {
  return regime.steps.map((step, place) => ({
    who: step.who.map(toParty),
    to: step.to.map(toParty),
    due: step.due as Rule | null,
    due_text: step.due_text,
    cutoff: step.cutoff as Rule | null,
    outline: step.outline,
    ...(place === changed ? part : {}),
  }))
}

/** The first step due by a rule. */
export const withDue = (regime: Regime, rule: Rule): StepIn[] => withStep(regime, 0, { due: rule })

export type Section = Regime['steps'][number]['outline'][number]
export const SECTION_KINDS = ['text', 'assignments', 'figures', 'difficulties'] as const

/** One step's reports written by another outline. */
export const withOutline = (regime: Regime, place: number, outline: Section[]): StepIn[] =>
  withStep(regime, place, { outline })

/** One more section of one's own text, under a code that none has: texts are kept under it. */
export function withSection(outline: readonly Section[]): Section[] {
  const codes = new Set(outline.map(({ code }) => code))
  let next = outline.length + 1
  while (codes.has(`muc-${next}`)) next += 1
  return [...outline, { code: `muc-${next}`, kind: 'text', title: '' }]
}

/** A section one place up or down; the same where there is none. */
export function moved(outline: readonly Section[], place: number, by: -1 | 1): Section[] {
  const next = [...outline]
  const [one, other] = [next[place], next[place + by]]
  if (one !== undefined && other !== undefined) [next[place], next[place + by]] = [other, one]
  return next
}
