import type { Me } from '@/api/models'

/** Who has work of their own, or of the units they look after, to come back to every day. */
const WORKERS = new Set([
  'division_head',
  'officer',
  'commune_leader',
  'commune_officer',
  'school_head',
  'school_officer',
])

/**
 * Where the product opens. A school, a commune, a division comes to see what it owes and what its units owe. Leaders
 * and coordinators come for the plans, which they issue, amend and follow; what is late stands one tap away. So do
 * administrators and those who only look on: no work is theirs.
 */
export function homeOf(me: Me): '/work' | '/plans' {
  return me.grants.some(({ role }) => WORKERS.has(role)) ? '/work' : '/plans'
}
