/** Which cards stand in front, which wait behind “xem thêm”, which are done: pure. */
import type { AskedForm, Question } from '@/api/models'

import { cardKey, type KeptAnswers } from './answers'

/** A school is asked for as few things as possible: so many cards at once. */
export const MOST_CARDS = 10

export type CardState = 'open' | 'problem' | 'waiting' | 'done'

export interface Card {
  key: string
  question: Question
  state: CardState
  /** Why those above sent the line back. */
  returned: string | null
}

/** Why lines of the unit’s reports were sent back, by value. */
export function reasonsOf(reports: AskedForm['reports']): ReadonlyMap<string, string> {
  const lines = reports.filter(({ status }) => status === 'returned').flatMap(({ returned }) => returned)
  return new Map(lines.map(({ line, reason }) => [line.replace(/^indicator_value:/, ''), reason]))
}

function stateOf(question: Question, kept: KeptAnswers[string] | undefined, returned: string | null): CardState {
  if (kept?.contested || (kept?.faults?.length ?? 0) > 0) return 'problem'
  if (kept?.said) return 'waiting'
  const { present } = question
  if (present === null || present.state === 'withdrawn') return 'open'
  if (returned !== null && present.state === 'returned') return 'problem'
  return present.confirmation?.status === 'unconfirmed' ? 'open' : 'done'
}

/** A figure that another system tells and has not told yet is nobody’s question. */
const isAsked = ({ source, present }: Question) => source !== 'client' || present !== null

/** What came back first; then what only the unit knows, this period’s before the year’s; then what it only confirms. */
function rankOf({ question, returned, state }: Card, period: string): number {
  if (returned !== null && state === 'problem') return 0
  if (question.present?.confirmation) return 3
  return question.period === period ? 1 : 2
}

export interface Arranged {
  /** To be answered now, ten at most. */
  front: Card[]
  /** To be answered too, behind “xem thêm”. */
  behind: Card[]
  /** Answered: here they fold away. */
  done: Card[]
}

/** The cards of a form. `holding` are kept where they are although they were just answered. */
export function arrange(form: AskedForm, kept: KeptAnswers, holding: ReadonlySet<string> = new Set()): Arranged {
  const reasons = reasonsOf(form.reports)
  const cards = form.items.filter(isAsked).map((question): Card => {
    const key = cardKey(question)
    const returned = reasons.get(`${question.indicator.id}.${form.unit.id}.${question.period}`) ?? null
    return { key, question, state: stateOf(question, kept[key], returned), returned }
  })
  const left = cards.filter(({ key, state }) => state === 'open' || state === 'problem' || holding.has(key))
  left.sort((one, other) => rankOf(one, form.period) - rankOf(other, form.period))
  const done = cards.filter((card) => !left.includes(card))
  return { front: left.slice(0, MOST_CARDS), behind: left.slice(MOST_CARDS), done }
}

/** Whether the moment a report was due is over and one was never sent. */
export const isOverdue = ({ due_at: due, reports }: AskedForm) =>
  due !== null && Date.parse(due) < Date.now() && reports.some(({ first_sent_at: sent }) => sent === null)
