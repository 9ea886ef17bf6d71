/** A target as somebody writes it into a form, and back into what the API takes. */
import type { Comparator, ParticipationRole, Ref, Target, TargetRow } from '@/api/models'

import { readFigure, readNumber } from './figure'
import { partiesOf, type Party, toParticipation } from './party'

export interface TargetWords {
  group: string
  number: string
  indicator: Ref | null
  /** As the plan prints it. */
  name: string
  /** The figure as printed. */
  text: string
  comparator: Comparator | ''
  value: string
  max: string
  lead: Party[]
  coordinate: Party[]
}

export const COMPARATORS = ['eq', 'ge', 'gt', 'le', 'lt', 'range', 'change'] as const satisfies readonly Comparator[]

export const NO_TARGET: TargetWords = {
  group: '',
  number: '',
  indicator: null,
  name: '',
  text: '',
  comparator: '',
  value: '',
  max: '',
  lead: [],
  coordinate: [],
}

export const numberText = (value: number | null) => (value === null ? '' : String(value).replace('.', ','))

export function wordsOfTarget(target: Target): TargetWords {
  return {
    group: target.group ?? '',
    number: target.number ?? '',
    indicator: target.indicator,
    name: target.printed_name,
    text: target.text,
    comparator: target.comparator ?? '',
    value: numberText(target.value),
    max: numberText(target.value_max),
    lead: partiesOf(target.participations, 'lead'),
    coordinate: partiesOf(target.participations, 'coordinate'),
  }
}

/** What follows from the printed figure, where it is plain enough to be read. */
export function figureOf(text: string): Pick<TargetWords, 'text' | 'comparator' | 'value' | 'max'> {
  const figure = readFigure(text)
  return {
    text,
    comparator: figure?.comparator ?? '',
    value: numberText(figure?.value ?? null),
    max: numberText(figure?.max ?? null),
  }
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())
const ROLES = ['lead', 'coordinate'] as const satisfies readonly ParticipationRole[]

export function toTargetRow(words: TargetWords): TargetRow {
  return {
    group: orNull(words.group),
    number: orNull(words.number),
    indicator: words.indicator?.id ?? '',
    printed_name: orNull(words.name),
    text: words.text.trim(),
    ...figures(words),
    participations: participations(words),
  }
}

const figures = ({ comparator, value, max }: TargetWords) => ({
  comparator: comparator === '' ? null : comparator,
  value: readNumber(value),
  value_max: readNumber(max),
})

const participations = (words: TargetWords) =>
  ROLES.flatMap((role) => words[role].map((party) => toParticipation(role, party)))

/** Only what was typed over a target. */
export function toTargetChange(typed: Partial<TargetWords>, words: TargetWords) {
  const judged = (['comparator', 'value', 'max'] as const).some((name) => name in typed)
  return {
    ...('group' in typed && { group: orNull(words.group) }),
    ...('number' in typed && { number: orNull(words.number) }),
    ...('indicator' in typed && words.indicator && { indicator: words.indicator.id }),
    ...('name' in typed && { printed_name: words.name.trim() }),
    ...('text' in typed && { text: words.text.trim() }),
    ...(judged && figures(words)),
    ...(ROLES.some((role) => role in typed) && { participations: participations(words) }),
  }
}
