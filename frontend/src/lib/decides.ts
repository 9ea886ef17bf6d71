/** Whose plans the reader may issue, amend and close, as the server has it: pure. */
import type { Me, Ref } from '@/api/models'

const FOR_ALL_BELOW = new Set(['leader', 'coordinator'])

/** Leaders and coordinators decide on all plans below them, whoever heads a commune or a school on its own. */
export function decides(me: Me | undefined, permission: 'plan:issue' | 'plan:amend', plan: { unit: Ref } | undefined): boolean {
  if (!me?.permissions.includes(permission) || !plan) return false
  return me.grants.some(({ role, unit }) => FOR_ALL_BELOW.has(role) || unit.id === plan.unit.id)
}
