/** What a unit says to its questions, as it is kept until it is sent: pure. */
import type { AskedForm, Question } from '@/api/models'
import { readNumber } from '@/lib/figure'

/** What is typed on a card. */
export interface Typed {
  numerator: string
  denominator: string
  value: string
  yes: '' | 'yes' | 'no'
  /** A word of explanation where a figure is unusual. */
  note: string
  /** Why a figure from elsewhere is wrong. */
  reason: string
}

/** What was tapped: an answer of one’s own, or a word on a figure from elsewhere. */
export type Said = 'given' | 'not_applicable' | 'nothing_arose' | 'confirm' | 'dispute'

/** What is wrong with an answer, and in which of its fields. */
export interface Fault {
  field: string
  code: string
  message: string
}

/** One card’s answer as this browser keeps it. */
export interface Kept {
  typed: Partial<Typed>
  /** The version of what stood there when it was said; 0: nothing did. */
  version: number
  said?: Said | undefined
  faults?: readonly Fault[] | undefined
  /** The server has it; it is let go once the questions were read again. */
  sent?: boolean | undefined
  /** Somebody else answered meanwhile: one of the two is chosen. */
  contested?: boolean | undefined
}

export type KeptAnswers = Readonly<Record<string, Kept>>

export const NOTHING: Typed = { numerator: '', denominator: '', value: '', yes: '', note: '', reason: '' }

/** Names a card: an indicator in a period, of whichever plans. */
export const cardKey = ({ indicator, period }: Pick<Question, 'indicator' | 'period'>) => `${indicator.id}.${period}`

/** Which fields an answer to a question has. */
export function partsOf({ answered_by: by }: Pick<Question, 'answered_by'>): readonly (keyof Typed)[] {
  if (by === 'part') return ['numerator', 'denominator']
  return by === 'number' ? ['value'] : ['yes']
}

/** The version of what stands; 0 where nothing does. */
export const versionOf = ({ present }: Question) => present?.version ?? 0

export const isFromElsewhere = ({ present }: Question) => present?.confirmation != null

const asText = (number: number | null) => (number === null ? '' : String(number).replace('.', ','))

function filled(question: Question, figure: Question['last']): Partial<Typed> {
  if (figure?.answer !== 'given') return {}
  if (question.answered_by === 'part') {
    return { numerator: asText(figure.numerator), denominator: asText(figure.denominator) }
  }
  if (question.answered_by === 'number') return { value: asText(figure.value) }
  const yes = question.answered_by === 'one_or_none' && figure.value !== null ? figure.value > 0 : figure.yes
  return yes === null ? {} : { yes: yes ? 'yes' : 'no' }
}

/** What a card’s fields hold: what was typed, over what stands, over the count that is known. */
export function typedOf(question: Question, kept: Kept | undefined): Typed {
  const known = question.suggested ? { denominator: asText(question.suggested.denominator) } : {}
  const stands = isFromElsewhere(question) ? {} : filled(question, question.present)
  const note = question.present?.note ?? ''
  return { ...NOTHING, ...known, ...stands, note, ...kept?.typed }
}

/** The answer of the period before, as one’s own; null where there was none. */
export function asBefore(question: Question): { said: Said; typed: Partial<Typed> } | null {
  const { last } = question
  if (last === null) return null
  if (last.answer !== 'given') return { said: last.answer, typed: {} }
  const typed = filled(question, last)
  return Object.keys(typed).length === 0 ? null : { said: 'given', typed }
}

/** Whether everything an answer needs is there. */
export function isWhole(question: Question, typed: Typed): boolean {
  return partsOf(question).every((part) => typed[part].trim() !== '')
}

export type Complaint = 'number' | 'above' | 'zero'

/** What is plainly wrong with the numbers typed, said without asking the server. */
export function complaintOf(question: Question, typed: Typed): { field: keyof Typed; what: Complaint } | null {
  const numbers = partsOf(question).filter((part) => part !== 'yes')
  const unread = numbers.find((part) => typed[part].trim() !== '' && readNumber(typed[part]) === null)
  if (unread) return { field: unread, what: 'number' }
  if (question.answered_by !== 'part') return null
  const [part, whole] = [readNumber(typed.numerator), readNumber(typed.denominator)]
  if (whole === 0) return { field: 'denominator', what: 'zero' }
  const counts = question.unit_of_measure === '%' || question.kind === 'share_of_items'
  return counts && part !== null && whole !== null && part > whole ? { field: 'numerator', what: 'above' } : null
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** The figures of an answer as the API takes them: numbers as people write them. */
export function figuresOf(question: Question, typed: Typed) {
  if (question.answered_by === 'part') return { numerator: orNull(typed.numerator), denominator: orNull(typed.denominator) }
  if (question.answered_by === 'number') return { value: orNull(typed.value) }
  const yes = typed.yes === 'yes'
  return question.answered_by === 'one_or_none' ? { value: yes ? 1 : 0 } : { yes }
}

/** A row of a load. */
export function rowOf(unit: AskedForm['unit'], question: Question, kept: Kept) {
  const typed = typedOf(question, kept)
  const answer = kept.said === 'not_applicable' || kept.said === 'nothing_arose' ? kept.said : ('given' as const)
  return {
    indicator: question.indicator.id,
    unit: unit.id,
    period: question.period,
    answer,
    ...(answer === 'given' ? figuresOf(question, typed) : {}),
    note: orNull(typed.note),
    version: kept.version,
  }
}
