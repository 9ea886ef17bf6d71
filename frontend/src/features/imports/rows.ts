/** A row of an imported document: what is to be looked at, and how a correction of it is written. */
import type { ImportRow, ImportRowChange } from '@/api/models'
import { readNumber } from '@/lib/figure'
import type { Party } from '@/lib/party'
import { numberText, type TargetWords } from '@/lib/targetWords'
import { linesOf } from '@/lib/taskWords'

/** Below it a person is asked to look; as the server counts. */
export const SURE = 0.9

type Understood = ImportRow['understood']
export type TaskUnderstood = Extract<Understood, { deadline_text: string }>
export type TargetUnderstood = Extract<Understood, { target_text: string }>
export type ItemUnderstood = TaskUnderstood | TargetUnderstood

export const isTask = (row: Understood): row is TaskUnderstood => 'deadline_text' in row
export const isTarget = (row: Understood): row is TargetUnderstood => 'target_text' in row

export const isDoubtful = (row: Pick<ImportRow, 'confidence' | 'included'>) => row.included && row.confidence < SURE

export const titleOf = (understood: Understood): string => (isTarget(understood) ? understood.name : understood.title)

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
  title: string
  /** One on each line. */
  products: string
  coordinating: Party[]
  deadline: string
}

export function wordsOfRow({ understood }: Pick<ImportRow, 'understood'>): RowWords {
  const item = isTask(understood) || isTarget(understood) ? understood : { lead: [], coordinating: [], matched: { lead: [], coordinating: [] } }
  const target = isTarget(understood) ? understood : null
  return {
    title: titleOf(understood),
    products: isTask(understood) ? understood.results.join('\n') : '',
    lead: partiesOf(item, 'lead'),
    coordinating: partiesOf(item, 'coordinating'),
    deadline: isTask(understood) ? understood.deadline_text : '',
    text: target?.target_text ?? '',
    comparator: target?.comparator ?? '',
    value: numberText(target?.value ?? null),
    max: numberText(target?.value_max ?? null),
  }
}

const chosen = (parties: readonly Party[]) =>
  parties.map(({ printed_name, unit, audience }) => ({ printed_name, unit: unit?.id ?? null, audience: audience?.id ?? null }))

/** Only what was typed. */
export function toRowChange(kind: ImportRow['kind'], typed: Partial<RowWords>, words: RowWords): ImportRowChange {
  const names = (['lead', 'coordinating'] as const).filter((part) => part in typed)
  const judged = (['comparator', 'value', 'max'] as const).some((name) => name in typed)
  return {
    included: true,
    understood: {
      ...('title' in typed && (kind === 'target' ? { name: words.title.trim() } : { title: words.title.trim() })),
      ...('products' in typed && { results: linesOf(words.products) }),
      ...('deadline' in typed && { deadline_text: words.deadline.trim() }),
      ...('text' in typed && { target_text: words.text.trim() }),
      ...(judged && {
        comparator: words.comparator === '' ? null : words.comparator,
        value: readNumber(words.value),
        value_max: readNumber(words.max),
      }),
      ...Object.fromEntries(names.map((part) => [part, words[part].map(({ printed_name: name }) => name)])),
      ...(names.length > 0 && { matched: Object.fromEntries(names.map((part) => [part, chosen(words[part])])) }),
    },
  }
}
