/** The roles that have words; one that a newer server adds is shown by its code. */
const ROLES = [
  'leader',
  'coordinator',
  'division_head',
  'officer',
  'commune_leader',
  'commune_officer',
  'school_head',
  'school_officer',
  'admin',
  'viewer',
] as const

export function roleKey(role: string) {
  return ROLES.find((known) => known === role) ?? null
}
