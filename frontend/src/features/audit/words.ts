import type { TFunction } from 'i18next'

/** What the audit names; whatever is newer than these is shown by its code. */
export const ENTITIES = [
  'plan',
  'task_group',
  'task',
  'deliverable',
  'target',
  'plan_import',
  'indicator',
  'indicator_code',
  'indicator_value',
  'assignment',
  'evidence',
  'reporting_regime',
  'reporting_round',
  'report',
  'data_request',
  'difficulty',
  'clarification_request',
  'chase',
  'confirmation',
  'base_count',
  'audience',
  'unit',
  'cluster',
  'user',
  'grant',
  'client',
  'session',
  'batch',
  'webhook',
  'job',
  'audit',
  'operation',
] as const

export const VERBS = [
  'create',
  'update',
  'delete',
  'issue',
  'amend',
  'close',
  'write',
  'load',
  'send',
  'return',
  'receive',
  'correct',
  'export',
  'draw',
  'invite',
  'start',
  'end',
  'sign_in',
  'sign_in_failed',
  'refused',
  'verify',
  'reject',
  'answered',
  'resolve',
  'cancel',
  'retry',
  'prefer',
  'ask',
  'raise',
  'open',
  'reopen',
  'extend',
  'confirm',
  'dispute',
  'settle',
  'chase',
  'assign',
  'withdraw',
  'warned',
  'undo',
  'replace',
  'restore',
  'scan',
  'expire',
  'pass_on',
  'call_for_child_plans',
  'set_reminders',
  'disable',
  'replay',
  'reactivate',
  'add_passkey',
  'rename_passkey',
  'remove_passkey',
  'begin_second_factor',
  'confirm_second_factor',
  'show_second_factor',
  'remove_second_factor',
  'reset_second_factor',
  'renew_recovery_codes',
  'link_identity',
  'unlink_identity',
] as const

/** Acts that are told by another name in the code. */
const ALIASES: Record<string, (typeof VERBS)[number]> = {
  'assignment.resolve': 'assign',
  created: 'create',
  updated: 'update',
  deleted: 'delete',
  sent: 'send',
  received: 'receive',
  returned: 'return',
  corrected: 'correct',
  asked: 'ask',
  raised: 'raise',
  resolved: 'resolve',
  opened: 'open',
  reopened: 'reopen',
  closed: 'close',
  extended: 'extend',
  chased: 'chase',
  withdraw_invitation: 'withdraw',
  changed: 'update',
  amended: 'amend',
  verified: 'verify',
  rejected: 'reject',
  expiring: 'expire',
  passed_on: 'pass_on',
}

/** What one looks for first. */
export const ASKED_VERBS = ['create', 'update', 'delete', 'export', 'sign_in_failed', 'refused'] as const

const FIELDS = ['title', 'name', 'text', 'status', 'number', 'code', 'email', 'due_on', 'value', 'note', 'format', 'period', 'path', 'method', 'reason', 'on_behalf', 'role', 'created', 'changed', 'updated', 'cancelled', 'units', 'warnings'] as const

const known = <const T extends string>(value: string, all: readonly T[]) => all.find((each) => each === value)

const verbOf = (action: string) => action.split('.').at(-1) ?? action

export function entityName(t: TFunction, entity: string): string {
  const found = known(entity, ENTITIES)
  return found ? t(`audit.entity.${found}`) : entity
}

export function verbName(t: TFunction, action: string): string {
  const verb = verbOf(action)
  const found = ALIASES[action] ?? ALIASES[verb] ?? known(verb, VERBS)
  return found ? t(`audit.verb.${found}`) : verb
}

export function fieldName(t: TFunction, field: string): string {
  const found = known(field, FIELDS)
  return found ? t(`audit.field.${found}`) : field
}
