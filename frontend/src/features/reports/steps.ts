import type { Regime } from '@/api/models'
import type { components } from '@/api/schema'
import { type Party, toParty } from '@/lib/party'

import { begin, CADENCES, type Recurring, toRule } from './regime'

type StepIn = components['schemas']['RegimeStepIn']
export type Rule = NonNullable<StepIn['due']>
type Step = Regime['steps'][number]
type Cadence = Regime['cadence']

/** How a day is said: not at all, before or by a day of the period, days after its end, or on a date. */
export const WAYS = ['none', 'before', 'by', 'after', 'on'] as const
export type Way = (typeof WAYS)[number]

/** A rule as it is typed. */
export interface RuleWords {
  way: Way
  day: string
  month: string
  days: string
  on: string | null
}

/** A step as it is typed: `of` is the place it was read at, null of a new one. */
export interface StepWords {
  of: number | null
  who: Party[]
  to: Party[]
  due: RuleWords
  cutoff: RuleWords
}

const recurring = (cadence: Cadence): Recurring | undefined => CADENCES.find((each) => each === cadence)

/** The ways a day can be said for reports of a cadence; what arises by itself is given a day when it is asked. */
export function waysOf(cadence: Cadence): Way[] {
  if (cadence === 'once') return ['none', 'on']
  if (cadence === null || cadence === 'ad_hoc') return ['none']
  return recurring(cadence) ? ['none', 'before', 'by', 'after'] : ['none', 'after']
}

/** A rule of a regime, as the server sends it. */
export const ruleOf = (given: Record<string, unknown> | null) => given as Rule | null

export function wordsOf(rule: Rule | null, cadence: Cadence): RuleWords {
  const { day, month, after } = begin({ cadence })
  const unsaid: RuleWords = { way: 'none', day, month, days: after, on: null }
  if (rule === null) return unsaid
  if (rule.kind === 'offset') return { ...unsaid, way: 'after', days: String(rule.days) }
  if (rule.kind === 'date') return { ...unsaid, way: 'on', on: rule.on }
  const said = { day: String(rule.day ?? day), month: String(rule.month_of_period ?? month) }
  return { ...unsaid, ...said, way: rule.bound === 'by' ? 'by' : 'before' }
}

/** The rule that was typed: null where none is wanted, undefined while something is missing. */
export function typedRule({ way, day, month, days, on }: RuleWords, cadence: Cadence): Rule | null | undefined {
  if (way === 'none' || !waysOf(cadence).includes(way)) return null
  if (way === 'on') return on === null ? undefined : { kind: 'date', on, bound: 'by', whole: false, tentative: false, doubtful: false }
  if (way === 'after') return /^-?\d{1,3}$/.test(days.trim()) ? { kind: 'offset', days: Number(days) } : undefined
  const rule = toRule({ cadence: recurring(cadence) ?? 'quarter', way: 'before', day, month, after: days })
  if (rule?.kind !== 'recurring') return undefined
  return { ...rule, bound: way }
}

export function wordsOfSteps({ steps, cadence }: Pick<Regime, 'steps' | 'cadence'>): StepWords[] {
  return steps.map((step, of) => ({
    of,
    who: step.who,
    to: step.to,
    due: wordsOf(ruleOf(step.due), cadence),
    cutoff: wordsOf(ruleOf(step.cutoff), cadence),
  }))
}

/** One more step: who received in the last one reports on. */
export function withStep(steps: readonly StepWords[], cadence: Cadence): StepWords[] {
  const unsaid = wordsOf(null, cadence)
  return [...steps, { of: null, who: [...(steps.at(-1)?.to ?? [])], to: [], due: unsaid, cutoff: unsaid }]
}

/** The steps as they are sent; null while something is missing. A rule nobody touched goes back as it came. */
export function typedSteps(typed: readonly StepWords[], cadence: Cadence, read: readonly Step[], before: Cadence): StepIn[] | null {
  const steps = typed.map(({ of, who, to, due, cutoff }) => {
    const was = of === null ? undefined : read[of]
    const rule = (words: RuleWords, given: Rule | null) => {
      const same = cadence === before && JSON.stringify(words) === JSON.stringify(wordsOf(given, before))
      return same ? given : typedRule(words, cadence)
    }
    const [dueRule, cutoffRule] = [rule(due, ruleOf(was?.due ?? null)), rule(cutoff, ruleOf(was?.cutoff ?? null))]
    if (who.length === 0 || dueRule === undefined || cutoffRule === undefined) return null
    return {
      who: who.map(toParty),
      to: to.map(toParty),
      due: dueRule,
      due_text: was?.due_text ?? null,
      cutoff: cutoffRule,
      outline: was?.outline ?? null,
    }
  })
  return steps.some((step) => step === null) ? null : steps.filter((step) => step !== null)
}
