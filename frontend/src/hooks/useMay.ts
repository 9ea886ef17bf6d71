import { useQuery } from '@tanstack/react-query'

import { meQuery } from '@/lib/me'

/** Whether the reader holds a permission anywhere; the server has the last word on each thing. */
export function useMay(permission: string): boolean {
  const { data: me } = useQuery(meQuery())
  return me?.permissions.includes(permission) ?? false
}
