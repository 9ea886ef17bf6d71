import type { Me } from '@/api/models'

/** Who looks after a department or a division, and begins the day with where all of it stands. */
const LEADERS = new Set(['leader', 'coordinator', 'division_head'])

/** Who has work of their own, or of the units they look after, to come back to every day. */
const WORKERS = new Set(['officer', 'commune_leader', 'commune_officer', 'school_head', 'school_officer'])

/**
 * Where the product opens. A leader, a coordinator, a head of a division sees what is owed, what to decide and where
 * targets stand; a school, a commune, an officer what they owe and what their units owe. Administrators and those who
 * only look on come for the plans: no work is theirs.
 */
export function homeOf(me: Me): '/dashboard' | '/work' | '/plans' {
  const is = (roles: ReadonlySet<string>) => me.grants.some(({ role }) => roles.has(role))
  if (is(LEADERS)) return '/dashboard'
  return is(WORKERS) ? '/work' : '/plans'
}
