import type { TFunction } from 'i18next'

export interface Scope {
  scope: string
  roles: string[]
}

/** What systems mostly need; what else there is folds away. */
const RESOURCES = [
  'unit',
  'plan',
  'task',
  'indicator',
  'indicator_value',
  'base_count',
  'confirmation',
  'assignment',
  'reporting',
  'report',
  'data_request',
  'evidence',
  'difficulty',
  'clarification',
  'chase',
  'dashboard',
  'audience',
  'cluster',
  'reminder',
  'change',
  'webhook',
  'client',
  'user',
  'grant',
  'invitation',
  'audit',
  'system_job',
] as const

const VERBS = [
  'read',
  'write',
  'send',
  'receive',
  'issue',
  'amend',
  'record',
  'verify',
  'settle',
  'answer',
  'ask',
  'extend',
  'hand_out',
  'lend',
] as const

/** For administrators; a system seldom needs any of it. */
const OF_ADMINISTRATORS = new Set<string>(['webhook', 'client', 'user', 'grant', 'invitation', 'audit', 'system_job'])

/** Who holds what a system is allowed: the fewest roles, those that may least first. */
const ROLES = ['viewer', 'coordinator', 'leader', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const PURPOSES = ['ioc', 'sector', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]

/** What is usual for a purpose; for another one somebody chooses. */
const USUAL: Record<Purpose, readonly string[]> = {
  ioc: [
    'unit:read',
    'plan:read',
    'indicator:read',
    'indicator_value:read',
    'base_count:read',
    'assignment:read',
    'reporting:read',
    'report:read',
    'dashboard:read',
    'audience:read',
    'cluster:read',
    'change:read',
  ],
  sector: [
    'unit:read',
    'indicator:read',
    'indicator_value:read',
    'indicator_value:write',
    'base_count:read',
    'base_count:write',
    'batch:read',
    'batch:undo',
    'change:read',
  ],
  other: [],
}

const partsOf = (scope: string) => {
  const [resource = '', verb = ''] = scope.split(':')
  return { resource, verb }
}

export const isForAdministrators = (scope: string) => OF_ADMINISTRATORS.has(partsOf(scope).resource)

/** What a purpose needs of what there is. */
export const usualFor = (purpose: Purpose, scopes: readonly Scope[]): string[] =>
  scopes.map(({ scope }) => scope).filter((scope) => USUAL[purpose].includes(scope))

/** The roles by which a system may use what it is allowed. */
export function rolesFor(chosen: readonly string[], scopes: readonly Scope[]): Role[] {
  const wanted = new Set(chosen)
  const roles: Role[] = []
  for (const role of ROLES) {
    const held = scopes.filter((each) => wanted.has(each.scope) && each.roles.includes(role))
    if (held.length > 0) roles.push(role)
    for (const { scope } of held) wanted.delete(scope)
  }
  return roles
}

/** Of what a system is allowed, what none of its roles holds anywhere: allowed, and of no use. */
export function idleScopes(client: { scopes: string[]; grants: { role: string }[] }, scopes: readonly Scope[]): string[] {
  const roles = new Set(client.grants.map(({ role }) => role))
  return scopes
    .filter(({ scope, roles: holders }) => client.scopes.includes(scope) && !holders.some((role) => roles.has(role)))
    .map(({ scope }) => scope)
}

function place(names: readonly string[], name: string): number {
  const found = names.indexOf(name)
  return found === -1 ? names.length : found
}

export function resourceName(t: TFunction, resource: string): string {
  const known = RESOURCES.find((each) => each === resource)
  return known ? t(`connection.resource.${known}`) : resource
}

export function verbName(t: TFunction, verb: string): string {
  const known = VERBS.find((each) => each === verb)
  return known ? t(`connection.verb.${known}`) : verb
}

export interface ScopeGroup {
  resource: string
  scopes: { scope: string; verb: string }[]
}

/** By what they are about, in the order people think of them. */
export function grouped(scopes: readonly string[]): ScopeGroup[] {
  const groups = new Map<string, ScopeGroup>()
  for (const scope of scopes) {
    const { resource, verb } = partsOf(scope)
    const group = groups.get(resource) ?? { resource, scopes: [] }
    group.scopes.push({ scope, verb })
    groups.set(resource, group)
  }
  for (const { scopes: each } of groups.values()) each.sort((one, other) => place(VERBS, one.verb) - place(VERBS, other.verb))
  return [...groups.values()].sort((one, other) => place(RESOURCES, one.resource) - place(RESOURCES, other.resource))
}

/** “Số liệu: xem, ghi”, one for each kind of record. */
export const scopeWords = (t: TFunction, scopes: readonly string[]): string[] =>
  grouped(scopes).map(({ resource, scopes: each }) =>
    t('connection.may', {
      resource: resourceName(t, resource),
      verbs: each.map(({ verb }) => verbName(t, verb)).join(', '),
    }),
  )
