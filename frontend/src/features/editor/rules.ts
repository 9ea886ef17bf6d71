/** A reporting rule as somebody writes it into a form, and back into what the API takes. */
import type { Cadence, ReportingRule, ReportingRuleRow } from '@/api/models'
import { namesOf, type Party, toParty } from '@/lib/party'

export type Rule = Omit<ReportingRule, 'id'>

export interface RuleWords {
  subject: string
  who: Party[]
  via: Party[]
  to: Party[]
  cadence: Cadence | ''
  /** As printed. */
  due: string
  section: string
}

export const CADENCES = [
  'month',
  'quarter',
  'half_year',
  'year',
  'semester',
  'school_year',
  'once',
  'ad_hoc',
] as const satisfies readonly Cadence[]

export const NO_RULE: RuleWords = { subject: '', who: [], via: [], to: [], cadence: '', due: '', section: '' }

export const wordsOfRule = (rule: Rule): RuleWords => ({
  subject: rule.subject,
  who: rule.who,
  via: rule.via,
  to: rule.to,
  cadence: rule.cadence ?? '',
  due: rule.due_text ?? '',
  section: rule.section ?? '',
})

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** The receivers as a plan prints them: “Sở GDĐT (qua Văn phòng Sở)”. */
const receivers = ({ via, to }: RuleWords) =>
  namesOf(to) + (to.length > 0 && via.length > 0 ? ` (qua ${namesOf(via)})` : '')

/** The rule as written; names printed before stay where nobody wrote over the parties. */
export function toRule(typed: Partial<RuleWords>, words: RuleWords, before?: Rule): Rule {
  const { subject, who, via, to, cadence, due, section } = words
  return {
    subject: subject.trim(),
    who,
    via,
    to,
    who_name: before && !('who' in typed) ? before.who_name : orNull(namesOf(who)),
    to_name: before && !('to' in typed || 'via' in typed) ? before.to_name : orNull(receivers(words)),
    cadence: cadence === '' ? null : cadence,
    due_text: orNull(due),
    section: orNull(section),
  }
}

export const toRuleRow = ({ subject, who, via, to, who_name, to_name, cadence, due_text, section }: Rule): ReportingRuleRow => ({
  subject,
  who: who.map(toParty),
  via: via.map(toParty),
  to: to.map(toParty),
  who_name,
  to_name,
  cadence,
  due_text,
  section,
})
