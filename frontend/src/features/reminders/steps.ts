/** A reminder as a form holds it, and as the API does: pure. */
import type { ReminderStep } from '@/api/models'

export const WHENS = ['before', 'on', 'after'] as const
export type When = (typeof WHENS)[number]

export const RECEIVERS = ['unit', 'unit_above', 'department'] as const satisfies readonly ReminderStep['to'][]

/** As the server has them. */
export const MOST_DAYS = 60
export const MOST_STEPS = 20

export interface StepWords {
  when: When
  /** As typed; of no meaning on the day itself. */
  days: string
  to: ReminderStep['to']
}

export const NEW_STEP: StepWords = { when: 'before', days: '3', to: 'unit' }

/** In the order they go out. */
export function toWords(items: readonly ReminderStep[]): StepWords[] {
  const ordered = [...items].sort((one, other) => one.days - other.days)
  return ordered.map(({ days, to }) => ({
    when: days < 0 ? 'before' : days > 0 ? 'after' : 'on',
    days: days === 0 ? '1' : String(Math.abs(days)),
    to,
  }))
}

export function toSteps(words: readonly StepWords[]): ReminderStep[] {
  return words.map(({ when, days, to }) => ({
    days: when === 'on' ? 0 : Number(days) * (when === 'before' ? -1 : 1),
    to,
  }))
}
