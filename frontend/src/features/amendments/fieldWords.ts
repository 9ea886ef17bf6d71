/** What a changed field said and says, as lines of text to be held against each other. */
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import type { Comparator, Engagement, FieldChange, Participation, Ref, TextChange } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'

export interface FieldLines {
  key: string
  label: string
  before: string[]
  after: string[]
}

interface Words {
  t: TFunction
  number: (value: number) => string
}

const ROLES = ['lead', 'coordinate', 'monitor'] as const
/** Our own bookkeeping: no reader of the plan sees it. */
const UNSEEN = new Set(['code', 'parent_id'])

/** Each changed field of a task or target with its lines; who takes part comes apart by role. */
export function useFieldLines(): (change: TextChange) => FieldLines[] {
  const { t } = useTranslation()
  const { number } = useFormat()
  return ({ entity, fields }) =>
    fields.filter(({ field }) => !UNSEEN.has(field)).flatMap((each) => linesOf(entity, each, { t, number }))
}

function linesOf(entity: TextChange['entity'], change: FieldChange, words: Words): FieldLines[] {
  const { field, before, after } = change
  if (field === 'participations') return partsOf(change, words)
  const label = labelOf(entity, field, words.t)
  return [{ key: field, label, before: textOf(field, before, words), after: textOf(field, after, words) }]
}

function partsOf({ before, after }: FieldChange, { t }: Words): FieldLines[] {
  const named = (value: unknown, role: string) =>
    (value as Participation[]).filter((each) => each.role === role).map(({ printed_name: name }) => name)
  return ROLES.map((role) => ({
    key: role,
    label: t(`participants.role.${role}`),
    before: named(before, role),
    after: named(after, role),
  })).filter((lines) => lines.before.join('\n') !== lines.after.join('\n'))
}

function labelOf(entity: TextChange['entity'], field: string, t: TFunction): string {
  switch (field) {
    case 'title':
      return t('change.field.title')
    case 'printed_name':
      return t('change.field.name')
    case 'number':
      return t('task.column.number')
    case 'group':
      return t(entity === 'task' ? 'task.group' : 'targetForm.group')
    case 'purpose':
      return t('task.purpose')
    case 'requirements':
      return t('task.requirements')
    case 'deliverables':
      return t('task.column.deliverables')
    case 'schedule':
      return t('taskForm.deadline')
    case 'note':
      return t('task.note')
    case 'engagements':
      return t('change.field.engagements')
    case 'indicator':
      return t('targetForm.indicator')
    case 'text':
      return t('change.field.text')
    case 'comparator':
      return t('indicator.judged')
    case 'value':
      return t('targetForm.value')
    case 'value_max':
      return t('change.field.max')
    case 'audience':
      return t('target.column.audience')
    case 'year':
      return t('newPlan.year')
    case 'baseline':
      return t('change.field.baseline')
    default:
      return t('change.field.position')
  }
}

function textOf(field: string, value: unknown, words: Words): string[] {
  const { t } = words
  if (value === null || value === undefined || value === '') return []
  switch (field) {
    case 'group':
      return [typeof value === 'string' ? value : headingOf(value as Ref)]
    case 'deliverables':
      return (value as { title: string }[]).map(({ title }) => title)
    case 'requirements':
      return value as string[]
    case 'schedule':
      return [(value as { text: string }).text].filter(Boolean)
    case 'indicator':
    case 'audience':
      return [(value as Ref).name]
    case 'engagements':
      return (value as Engagement[]).map(({ audience, owes }) => `${audience.name}: ${t(`owes.${owes}`)}`)
    case 'comparator':
      return [t(`targetForm.comparator.${value as Comparator}`)]
    case 'year':
      return [JSON.stringify(value)]
    default:
      return [typeof value === 'number' ? words.number(value) : (value as string)]
  }
}

const headingOf = ({ code, name }: Ref) => (code === null ? name : `${code}. ${name}`)

export interface DiffLine {
  kind: 'kept' | 'old' | 'new'
  text: string
}

/** The lines of before, those gone marked, and after them those that came. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const left = [...after]
  const then = before.map((text): DiffLine => {
    const place = left.indexOf(text)
    if (place < 0) return { kind: 'old', text }
    left.splice(place, 1)
    return { kind: 'kept', text }
  })
  return [...then, ...left.map((text): DiffLine => ({ kind: 'new', text }))]
}
