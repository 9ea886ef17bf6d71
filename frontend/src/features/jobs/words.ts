import type { TFunction } from 'i18next'

const KINDS = [
  'resolve_assignments',
  'password_reset',
  'read_plan_import',
  'draw_report',
  'examine_evidence',
  'load_indicator_values',
] as const

/** What a job does; one newer than these is shown by its code. */
export function kindName(t: TFunction, kind: string): string {
  const known = KINDS.find((each) => each === kind)
  return known ? t(`job.kind.${known}`) : kind
}
