import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { DataAnswer, DataRequest, DataRequestDraft } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { owedChanged } from '@/lib/owed'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export const REQUEST_STATUSES = ['open', 'closed'] as const satisfies readonly DataRequest['status'][]
export const COLUMN_KINDS = ['number', 'text', 'yes_no', 'date', 'choice'] as const satisfies readonly DataRequest['columns'][number]['kind'][]

export interface RequestFilters {
  status?: DataRequest['status'] | undefined
}

export interface AnswerFilters {
  q?: string | undefined
  under?: string | undefined
  answered?: 'yes' | 'no' | undefined
}

export const requestKeys = {
  all: ['data-requests'] as const,
  list: (filters: RequestFilters) => [...requestKeys.all, 'list', filters] as const,
  one: (id: string) => [...requestKeys.all, 'one', id] as const,
  answers: (id: string, filters: AnswerFilters) => [...requestKeys.all, 'answers', id, filters] as const,
}

const PAGE = 50
/** While answers come in, how often they are counted again. */
export const LIVE = 5000

interface Pages<T> {
  pages: { items: T[]; total?: number | null | undefined }[]
}

const together = <T>({ pages }: Pages<T>) => ({
  items: pages.flatMap((page) => page.items),
  total: pages[0]?.total ?? null,
})

export const requestListQuery = (filters: RequestFilters) =>
  infiniteQueryOptions({
    queryKey: requestKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/data-requests', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<DataRequest>,
    placeholderData: keepPreviousData,
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: requestKeys.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/data-requests/{request_id}', { params: { path: { request_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'open' ? LIVE : false),
  })

export const answerListQuery = (id: string, { answered, ...filters }: AnswerFilters) =>
  infiniteQueryOptions({
    queryKey: requestKeys.answers(id, { answered, ...filters }),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/data-requests/{request_id}/answers', {
          params: {
            path: { request_id: id },
            query: {
              ...filters,
              answered: answered === undefined ? undefined : answered === 'yes',
              limit: PAGE,
              cursor: pageParam,
              include: 'total',
            },
          },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<DataAnswer>,
    placeholderData: keepPreviousData,
  })

/** After any act, refused or not, everything read of requests may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: requestKeys.all }), owedChanged(client)])
}

export function useAskUnits() {
  return useMutation({
    mutationFn: (body: DataRequestDraft) => unwrap(api.POST('/api/v1/data-requests', { body })),
    onSettled: useRefresh(),
  })
}

export type Values = Record<string, boolean | number | string | null>

/** Sends a unit's answer; one that somebody else gave meanwhile is not written over. */
export function useAnswer(request: string, { unit, version }: Pick<DataAnswer, 'unit' | 'version'>) {
  return useMutation({
    mutationFn: (values: Values) =>
      unwrap(
        api.PUT('/api/v1/data-requests/{request_id}/answers/{unit}', {
          params: { path: { request_id: request, unit: unit.id }, header: ifMatch(version) },
          body: { values },
        }),
      ),
    onSettled: useRefresh(),
  })
}

export function useChaseSilent(request: string) {
  return useMutation({
    mutationFn: (whom: { under?: string | undefined; unit?: string | undefined }) =>
      unwrap(
        api.POST('/api/v1/data-requests/{request_id}/chase', {
          params: { path: { request_id: request } },
          body: { ...whom, how: 'message', note: '' },
        }),
      ),
    onSettled: useRefresh(),
  })
}

interface Read {
  id: string
  version: number
}

const of = ({ id, version }: Read) => ({ path: { request_id: id }, header: ifMatch(version) })

export function useExtend(request: Read) {
  return useMutation({
    mutationFn: (due: string) =>
      unwrap(api.PATCH('/api/v1/data-requests/{request_id}', { params: of(request), body: { due_at: due } })),
    onSettled: useRefresh(),
  })
}

export function useClose(request: Read) {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/data-requests/{request_id}/close', { params: of(request) })),
    onSettled: useRefresh(),
  })
}

/** Has the workbook drawn, and hands it over. */
export function useWorkbook(request: string) {
  return useMutation({
    mutationFn: async () => {
      const answer = api.GET('/api/v1/data-requests/{request_id}/document', {
        params: { path: { request_id: request } },
        parseAs: 'blob',
      })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, 'answers.xlsx'))
    },
  })
}
