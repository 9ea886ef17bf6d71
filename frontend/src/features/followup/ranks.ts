/** Who looks after whom, and how one speaks to them: pure. */
import type { Me, Unit } from '@/api/models'

/** Units a department directs; everybody else, a People's Committee above all, is spoken to with a request. */
const DIRECTED: ReadonlySet<Unit['kind']> = new Set(['division', 'affiliate', 'school'])

export const wordingFor = ({ kind }: Pick<Unit, 'kind'>) => (DIRECTED.has(kind) ? 'require' : 'request')

/** Who looks after whole units, and not only after a task. */
const OVER_UNITS = new Set(['leader', 'coordinator', 'commune_leader', 'commune_officer'])

const isOwn = (me: Me, unit: Unit) => me.grants.some((grant) => grant.unit.id === unit.id)

/**
 * Whether a unit is the reader's to ask and to chase, as far as the screen can tell; the server has the last word. Who
 * sees the work of another unit stands above it or leads the task; a unit's page is seen by many more.
 */
export function looksAfter(me: Me | undefined, unit: Unit, overWork: boolean): boolean {
  if (!me || isOwn(me, unit)) return false
  if (overWork) return true
  const above = [unit.parent?.id, unit.department?.id]
  return me.grants.some(({ role, unit: own }) => OVER_UNITS.has(role) && above.includes(own.id))
}
