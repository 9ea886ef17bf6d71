import { useQuery } from '@tanstack/react-query'

import type { Ref } from '@/api/models'
import { decides } from '@/lib/decides'
import { meQuery } from '@/lib/me'

/** Whether the reader may issue or amend a plan; the server has the last word. */
export function useDecides(permission: 'plan:issue' | 'plan:amend', plan: { unit: Ref } | undefined): boolean {
  const { data: me } = useQuery(meQuery())
  return decides(me, permission, plan)
}
