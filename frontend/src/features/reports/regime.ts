import type { Regime } from '@/api/models'
import type { components } from '@/api/schema'

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

/** A regime's steps as they are sent, the first due by a rule; the others stay as they are. */
export function withDue(regime: Regime, rule: Rule): StepIn[] {
  return regime.steps.map((step, place) => ({
    who: step.who.map(toParty),
    to: step.to.map(toParty),
    due: place === 0 ? rule : (step.due as Rule | null),
    due_text: step.due_text,
    cutoff: step.cutoff as Rule | null,
    outline: step.outline,
  }))
}

const toParty = ({ unit, audience, printed_name }: Regime['steps'][number]['who'][number]) => ({
  unit: unit?.id ?? null,
  audience: audience?.id ?? null,
  printed_name,
})
