import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Batch } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export const ENTITIES = ['indicator_value', 'assignment'] as const

export interface BatchFilters {
  entity?: (typeof ENTITIES)[number] | undefined
}

export const batchKeys = {
  all: ['batches'] as const,
  list: (filters: BatchFilters) => [...batchKeys.all, 'list', filters] as const,
}

const PAGE = 50

export const batchListQuery = (filters: BatchFilters) =>
  infiniteQueryOptions({
    queryKey: batchKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/batches', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
  })

/** Take a load back. What it wrote is shown all over, so everything is asked for anew. */
export function useUndoBatch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: Batch['id']) => unwrap(api.POST('/api/v1/batches/{batch_id}/undo', { params: { path: { batch_id: id } } })),
    onSuccess: () => client.invalidateQueries(),
  })
}

/** The rows a load refused, to be mended and sent again. */
export function useRejects() {
  return useMutation({
    mutationFn: async (id: Batch['id']) => {
      const params = { path: { batch_id: id }, query: { format: 'csv' as const } }
      const answer = api.GET('/api/v1/batches/{batch_id}/rejects', { params, parseAs: 'blob' })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, 'rejects.csv'))
    },
  })
}
