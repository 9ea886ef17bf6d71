import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { ChosenName, ImportHeaderChange, ImportRowChange, ImportRowDraft, PlanImport } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

const POLL_EVERY = 400
const PAGE = 10

export const importKeys = {
  all: ['plan-imports'] as const,
  list: () => ['plan-imports', 'list'] as const,
  one: (id: string) => ['plan-imports', id] as const,
}

/** A document sent in, read again and again until it is understood or refused. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plan-imports/{import_id}', { params: { path: { import_id: id } }, signal })),
    refetchInterval: ({ state }) => (state.data?.status === 'reading' ? POLL_EVERY : false),
  })

/** The documents sent in so far, the newest first. */
export const importListQuery = () =>
  infiniteQueryOptions({
    queryKey: importKeys.list(),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/plan-imports', { params: { query: { limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
  })

/** Sends a file; the server begins to read it at once. */
export function useSendFile() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.set('file', file)
      return unwrap(
        api.POST('/api/v1/plan-imports', {
          body: { file: '' },
          bodySerializer: () => form,
        }),
      )
    },
    onSuccess: () => client.invalidateQueries({ queryKey: importKeys.list() }),
  })
}

export type Correction =
  | { kind: 'row'; position: number; change: ImportRowChange }
  | { kind: 'header'; change: ImportHeaderChange }
  | { kind: 'add'; row: ImportRowDraft }
  | { kind: 'remove'; position: number }
  | { kind: 'names'; names: ChosenName[] }

function send(id: string, version: number, correction: Correction): Promise<PlanImport> {
  const [header, one] = [ifMatch(version), { import_id: id }]
  switch (correction.kind) {
    case 'header':
      return unwrap(
        api.PATCH('/api/v1/plan-imports/{import_id}', {
          params: { path: one, header },
          body: { header: correction.change },
        }),
      )
    case 'row':
      return unwrap(
        api.PATCH('/api/v1/plan-imports/{import_id}/rows/{position}', {
          params: { path: { ...one, position: correction.position }, header },
          body: correction.change,
        }),
      )
    case 'add':
      return unwrap(
        api.POST('/api/v1/plan-imports/{import_id}/rows', { params: { path: one, header }, body: correction.row }),
      )
    case 'remove':
      return unwrap(
        api.DELETE('/api/v1/plan-imports/{import_id}/rows/{position}', {
          params: { path: { ...one, position: correction.position }, header },
        }),
      )
    case 'names':
      return unwrap(
        api.POST('/api/v1/plan-imports/{import_id}/names', {
          params: { path: one, header },
          body: { names: correction.names },
        }),
      )
  }
}

/** Corrects a part; the answer is the whole import as it is understood then. */
export function useCorrect({ id, version }: Pick<PlanImport, 'id' | 'version'>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (correction: Correction) => send(id, version, correction),
    onSuccess: (read) => client.setQueryData<PlanImport>(importKeys.one(id), read),
    onError: () => client.invalidateQueries({ queryKey: importKeys.one(id) }),
  })
}

/** Makes the draft. */
export function useCommit(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/plan-imports/{import_id}/commit', { params: { path: { import_id: id } } })),
    // Not waited for: whoever asked goes on at once, before what is shown here is read anew.
    onSuccess: () => {
      for (const queryKey of [['plans'], importKeys.all]) void client.invalidateQueries({ queryKey })
    },
  })
}

/** Throws the document away. */
export function useDiscard(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/plan-imports/{import_id}/discard', { params: { path: { import_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: importKeys.all }),
  })
}
