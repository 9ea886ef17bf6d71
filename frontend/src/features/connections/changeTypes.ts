import type { TFunction } from 'i18next'

const KINDS = [
  'unit',
  'cluster',
  'audience',
  'user',
  'client',
  'grant',
  'plan',
  'plan_import',
  'task_group',
  'task',
  'deliverable',
  'indicator',
  'target',
  'indicator_value',
  'confirmation',
  'base_count',
  'assignment',
  'evidence',
  'reporting_regime',
  'reporting_round',
  'report',
  'data_request',
  'difficulty',
  'clarification',
  'chase',
] as const

/** The kind of record a type of change is about; one newer than these is shown by its code. */
export function resourceOf(t: TFunction, kind: string): string {
  const known = KINDS.find((each) => each === kind)
  return known ? t(`webhook.kind.${known}`) : kind
}

/** Types as somebody chose them, in words: a whole kind by its name, others by their own. */
export function typeWords(t: TFunction, types: readonly string[], titles: ReadonlyMap<string, string>): string[] {
  return types.map((type) =>
    type.endsWith('.*') ? resourceOf(t, type.slice(0, -2)) : (titles.get(type) ?? type),
  )
}
