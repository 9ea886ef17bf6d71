import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { ImportHeaderChange, ImportRowChange, PlanImport } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

const POLL_EVERY = 400

export const importKeys = {
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

/** Sends a file; the server begins to read it at once. */
export function useSendFile() {
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
  })
}

type Correction =
  | { kind: 'row'; position: number; change: ImportRowChange; version: number }
  | { kind: 'header'; change: ImportHeaderChange; version: number }

/** Corrects a row or the header; the answer is the whole import as it is understood then. */
export function useCorrect(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (correction: Correction) => {
      const header = ifMatch(correction.version)
      if (correction.kind === 'header') {
        return unwrap(
          api.PATCH('/api/v1/plan-imports/{import_id}', {
            params: { path: { import_id: id }, header },
            body: { header: correction.change },
          }),
        )
      }
      return unwrap(
        api.PATCH('/api/v1/plan-imports/{import_id}/rows/{position}', {
          params: { path: { import_id: id, position: correction.position }, header },
          body: correction.change,
        }),
      )
    },
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
    onSuccess: () =>
      Promise.all([['plans'], importKeys.one(id)].map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}

/** Throws the document away. */
export function useDiscard(id: string) {
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/plan-imports/{import_id}/discard', { params: { path: { import_id: id } } })),
  })
}
