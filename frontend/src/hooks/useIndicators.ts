import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import type { IndicatorDraft } from '@/api/models'
import { api, unwrap } from '@/lib/client'

const AT_MOST = 20

const indicatorsQuery = (q: string) =>
  queryOptions({
    queryKey: ['indicators', 'found', q],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/indicators', {
          params: { query: { q: q === '' ? undefined : q, limit: AT_MOST } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })

/** Indicators whose names hold some words. */
export function useIndicators(q: string, wanted: boolean) {
  return useQuery({ ...indicatorsQuery(q), enabled: wanted })
}

/** Defines what no indicator measures yet. */
export function useNewIndicator() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (indicator: IndicatorDraft) => unwrap(api.POST('/api/v1/indicators', { body: indicator })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['indicators'] }),
  })
}
