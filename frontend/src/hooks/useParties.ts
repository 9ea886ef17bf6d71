import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import type { Ref } from '@/api/models'
import { api, unwrap } from '@/lib/client'

const AT_MOST = 12

export interface FoundParty extends Ref {
  kind: 'unit' | 'audience'
}

const partiesQuery = (q: string) =>
  queryOptions({
    queryKey: ['parties', q],
    queryFn: async ({ signal }): Promise<FoundParty[]> => {
      const query = { q: q === '' ? undefined : q, limit: AT_MOST }
      const [audiences, units] = await Promise.all([
        unwrap(api.GET('/api/v1/audiences', { params: { query }, signal })),
        unwrap(api.GET('/api/v1/units', { params: { query }, signal })),
      ])
      return [
        ...audiences.items.map(({ id, code, name }) => ({ id, code, name, kind: 'audience' as const })),
        ...units.items.map(({ id, code, name }) => ({ id, code, name, kind: 'unit' as const })),
      ]
    },
    placeholderData: keepPreviousData,
  })

/** Audiences and units whose names hold some words; the first of each when there are none. */
export function useParties(q: string, wanted: boolean) {
  return useQuery({ ...partiesQuery(q), enabled: wanted })
}
