import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Evidence, EvidenceDuplicate } from '@/api/models'
import { api, authorizedFetch, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { toApiError } from '@/lib/problem'
import { forgetShared, sharedFiles } from '@/lib/shared'

export const VERDICTS = ['none', 'verified', 'rejected'] as const satisfies readonly Evidence['verdict'][]
export const ORDERS = ['-created_at', '-risk', 'title'] as const
export const KINDS = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  video: 'video/mp4',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const
export type Kind = keyof typeof KINDS
export const KIND_NAMES = Object.keys(KINDS) as Kind[]

export interface EvidenceFilters {
  q?: string | undefined
  verdict?: Evidence['verdict'] | undefined
  kind?: Kind | undefined
  sort?: (typeof ORDERS)[number] | undefined
  duplicates?: true | undefined
}

/** `open` names the file beside the list. */
export type EvidenceState = EvidenceFilters & { open?: string | undefined }

export const evidenceKeys = {
  all: ['evidence'] as const,
  list: (filters: EvidenceFilters) => [...evidenceKeys.all, 'list', filters] as const,
  of: (target: string) => [...evidenceKeys.all, 'of', target] as const,
  one: (id: string) => [...evidenceKeys.all, 'one', id] as const,
  duplicates: (id: string) => [...evidenceKeys.all, 'duplicates', id] as const,
  versions: (id: string) => [...evidenceKeys.all, 'versions', id] as const,
  picture: (id: string, page: number) => ['evidencePicture', id, page] as const,
}

const PAGE = 50
const LOOK_AGAIN = 3000

export const evidenceListQuery = ({ kind, ...filters }: EvidenceFilters) =>
  infiniteQueryOptions({
    queryKey: evidenceKeys.list({ kind, ...filters }),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/evidence', {
          params: { query: { ...filters, media_type: kind && KINDS[kind], limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isBeingLookedInto)) ? LOOK_AGAIN : false,
  })

/** What was sent in for one piece of work. */
export const evidenceOfQuery = (target: string) =>
  queryOptions({
    queryKey: evidenceKeys.of(target),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/evidence', { params: { query: { linked_to: target, limit: PAGE } }, signal })),
    refetchInterval: ({ state }) => (state.data?.items.some(isBeingLookedInto) ? LOOK_AGAIN : false),
  })

export const evidenceQuery = (id: string) =>
  queryOptions({
    queryKey: evidenceKeys.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/evidence/{evidence_id}', { params: { path: { evidence_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data && isBeingLookedInto(state.data) ? LOOK_AGAIN : false),
  })

export const duplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: evidenceKeys.duplicates(id),
    queryFn: async ({ signal }): Promise<EvidenceDuplicate[]> => {
      const params = { path: { evidence_id: id } }
      return (await unwrap(api.GET('/api/v1/evidence/{evidence_id}/duplicates', { params, signal }))).items
    },
  })

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: evidenceKeys.versions(id),
    queryFn: async ({ signal }): Promise<Evidence[]> => {
      const params = { path: { evidence_id: id } }
      return (await unwrap(api.GET('/api/v1/evidence/{evidence_id}/versions', { params, signal }))).items
    },
  })

/** A page as the server drew it; page 0 is the thumbnail. */
export const pictureQuery = (id: string, page: number) =>
  queryOptions({
    queryKey: evidenceKeys.picture(id, page),
    queryFn: async ({ signal }): Promise<Blob> => {
      const drawn = page === 0 ? 'thumbnail' : `preview?page=${page}`
      const address = `${globalThis.location.origin}/api/v1/evidence/${id}/${drawn}`
      const answer = await authorizedFetch(new Request(address, { signal }))
      if (!answer.ok) throw toApiError(answer, await answer.json())
      return answer.blob()
    },
    staleTime: Infinity,
  })

/** Files the phone's share sheet handed over. */
export const sharedQuery = () => queryOptions({ queryKey: ['sharedFiles'], queryFn: sharedFiles, networkMode: 'always' })

export function useForgetShared() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: forgetShared,
    networkMode: 'always',
    onSuccess: () => client.setQueryData(sharedQuery().queryKey, []),
  })
}

const DRAWN = /^(application\/pdf|image\/)/

/** Whether the server will soon know more of it: for a few minutes after it came in. */
function isBeingLookedInto({ examined, media_type: kind, scan, created_at: at }: Evidence): boolean {
  const young = Date.now() - Date.parse(at) < 5 * 60_000
  return young && (scan === 'pending' || (!examined && DRAWN.test(kind)))
}

export interface Judgement {
  ids: string[]
  verdict: 'verified' | 'rejected'
  reason?: string
}

/** One verdict on one or many. */
export function useJudge() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Judgement) => unwrap(api.POST('/api/v1/evidence/verdicts', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: evidenceKeys.all }),
  })
}

/** Says until when it holds; null: for good. */
export function useExpiry({ id, version }: Evidence) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (day: string | null) =>
      unwrap(
        api.PATCH('/api/v1/evidence/{evidence_id}', {
          params: { path: { evidence_id: id }, header: ifMatch(version) },
          body: { expires_on: day },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: evidenceKeys.all }),
  })
}
