/** A row of an imported document: what is to be looked at, and how a correction of it is written. */
import type { ImportRow, ImportRowChange, PlanImport, Ref } from '@/api/models'
import { readNumber } from '@/lib/figure'
import type { Party } from '@/lib/party'
import { numberText, type TargetWords } from '@/lib/targetWords'
import { linesOf } from '@/lib/taskWords'

/** Below it a person is asked to look; as the server counts. */
export const SURE = 0.9

export const KINDS = ['task', 'task_group', 'target', 'target_group'] as const satisfies readonly ImportRow['kind'][]

type Understood = ImportRow['understood']
export type TaskUnderstood = Extract<Understood, { deadline_text: string }>
export type TargetUnderstood = Extract<Understood, { target_text: string }>
export type ItemUnderstood = TaskUnderstood | TargetUnderstood

export const isTask = (row: Understood): row is TaskUnderstood => 'deadline_text' in row
export const isTarget = (row: Understood): row is TargetUnderstood => 'target_text' in row

export const isDoubtful = (row: Pick<ImportRow, 'confidence' | 'included'>) => row.included && row.confidence < SURE

/** Whether a person wrote the row, so that it stands nowhere in the file. */
export const isAdded = ({ source }: Pick<ImportRow, 'source'>) => source.table === 0 && source.row === 0

export const titleOf = (understood: Understood): string => (isTarget(understood) ? understood.name : understood.title)

/** The doubtful row after a place, or the first one where none is left behind it; `-1` looks the other way. */
export function nextDoubtful(rows: PlanImport['rows'], place: number, by: 1 | -1 = 1): ImportRow | undefined {
  const doubtful = rows.filter(isDoubtful)
  const ordered = by === 1 ? doubtful : doubtful.reverse()
  return ordered.find(({ position }) => (position - place) * by > 0) ?? ordered[0]
}

/** A name for each row that stays its own while rows come and go above it: its place in the file. */
export function rowKeys(rows: readonly Pick<ImportRow, 'source'>[]): string[] {
  const seen = new Map<string, number>()
  return rows.map(({ source: { table, row } }) => {
    const place = `${table}.${row}`
    const nth = seen.get(place) ?? 0
    seen.set(place, nth + 1)
    return `${place}.${nth}`
  })
}

/** The names of one part, each with what it is sure enough to mean. */
export function partiesOf(item: Pick<ItemUnderstood, 'lead' | 'coordinating' | 'matched'>, part: 'lead' | 'coordinating'): Party[] {
  return item[part].map((printed_name) => {
    const meant = item.matched[part].find((each) => each.printed_name === printed_name)
    const ref = meant && meant.confidence >= SURE ? { id: meant.id, code: meant.code, name: meant.name } : null
    return {
      printed_name,
      unit: meant?.kind === 'unit' ? ref : null,
      audience: meant?.kind === 'audience' ? ref : null,
    }
  })
}

export interface RowWords extends Pick<TargetWords, 'text' | 'comparator' | 'value' | 'max' | 'lead'> {
  kind: ImportRow['kind']
  /** Of a heading its code. */
  number: string
  title: string
  /** One on each line. */
  products: string
  coordinating: Party[]
  deadline: string
  unit: string
  /** Null where a new one is to be made. */
  indicator: Ref | null
}

export const NO_ROW: RowWords = {
  kind: 'task',
  number: '',
  title: '',
  products: '',
  lead: [],
  coordinating: [],
  deadline: '',
  unit: '',
  indicator: null,
  text: '',
  comparator: '',
  value: '',
  max: '',
}

export function wordsOfRow({ kind, understood }: Pick<ImportRow, 'kind' | 'understood'>): RowWords {
  const words = { ...NO_ROW, kind, title: titleOf(understood) }
  if (!isTask(understood) && !isTarget(understood)) return { ...words, number: understood.code ?? '' }
  const item = {
    ...words,
    number: understood.number ?? '',
    lead: partiesOf(understood, 'lead'),
    coordinating: partiesOf(understood, 'coordinating'),
  }
  if (isTask(understood)) {
    return { ...item, products: understood.results.join('\n'), deadline: understood.deadline_text }
  }
  const { matched_indicator: indicator } = understood
  return {
    ...item,
    unit: understood.unit_of_measure ?? '',
    indicator: indicator && { id: indicator.id, code: indicator.code, name: indicator.name },
    text: understood.target_text,
    comparator: understood.comparator ?? '',
    value: numberText(understood.value),
    max: numberText(understood.value_max),
  }
}

const chosen = (parties: readonly Party[]) =>
  parties.map(({ printed_name, unit, audience }) => ({ printed_name, unit: unit?.id ?? null, audience: audience?.id ?? null }))

/** What was typed of the fields that a row of this kind has, as the server takes it. */
export function toUnderstood(typed: Partial<RowWords>, words: RowWords): NonNullable<ImportRowChange['understood']> {
  const { kind } = words
  const [task, target] = [kind === 'task', kind === 'target']
  const item = task || target
  const names = (['lead', 'coordinating'] as const).filter((part) => item && part in typed)
  const judged = (['comparator', 'value', 'max'] as const).some((name) => name in typed)
  const number = words.number.trim() || null
  return {
    ...('title' in typed && (target ? { name: words.title.trim() } : { title: words.title.trim() })),
    ...('number' in typed && (item ? { number } : { code: number })),
    ...(task && 'products' in typed && { results: linesOf(words.products) }),
    ...(task && 'deadline' in typed && { deadline_text: words.deadline.trim() }),
    ...(target && 'unit' in typed && { unit_of_measure: words.unit.trim() || null }),
    ...(target && 'indicator' in typed && { matched_indicator: words.indicator?.id ?? null }),
    ...(target && 'text' in typed && { target_text: words.text.trim() }),
    ...(target &&
      judged && {
        comparator: words.comparator === '' ? null : words.comparator,
        value: readNumber(words.value),
        value_max: readNumber(words.max),
      }),
    ...Object.fromEntries(names.map((part) => [part, words[part].map(({ printed_name: name }) => name)])),
    ...(names.length > 0 && { matched: Object.fromEntries(names.map((part) => [part, chosen(words[part])])) }),
  }
}

/** Only what was typed. */
export function toRowChange(typed: Partial<RowWords>, words: RowWords): ImportRowChange {
  return { included: true, ...('kind' in typed && { kind: words.kind }), understood: toUnderstood(typed, words) }
}
