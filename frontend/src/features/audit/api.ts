import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export interface AuditFilters {
  actor?: string | undefined
  entity?: string | undefined
  entity_id?: string | undefined
  action?: string | undefined
  unit?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export const auditKeys = {
  all: ['audit'] as const,
  list: (filters: AuditFilters) => [...auditKeys.all, 'list', filters] as const,
  anchor: () => [...auditKeys.all, 'anchor'] as const,
}

const PAGE = 50

export const auditListQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: auditKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/audit', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
  })

/** How far the chain went at the last anchor. */
export const lastAnchorQuery = () =>
  queryOptions({
    queryKey: auditKeys.anchor(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/audit/anchors', { params: { query: { limit: 1 } }, signal })),
  })

export type AuditFormat = 'xlsx' | 'csv'

export function useDownloadAudit(filters: AuditFilters) {
  return useMutation({
    mutationFn: async (format: AuditFormat) => {
      const answer = api.GET('/api/v1/audit/document', { params: { query: { ...filters, format } }, parseAs: 'blob' })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, `audit.${format}`))
    },
  })
}
