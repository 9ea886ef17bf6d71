import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Assignment, AssignmentDetail, AssignmentPatch, TaskStatus } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { OWED } from '@/lib/owed'
import { ConnectionError } from '@/lib/problem'

import { keepForLater } from './outbox'

export const STATUSES = [
  'not_started',
  'in_progress',
  'awaiting_confirmation',
  'completed',
  'cancelled',
] as const satisfies readonly TaskStatus[]

export type Owes = Assignment['owes']
export const OWES = ['yes_no', 'figure', 'product'] as const satisfies readonly Owes[]

export const WORK_SORTS = ['due_at', '-due_at', '-updated_at', 'updated_at', 'percent', '-percent'] as const
export type WorkSort = (typeof WORK_SORTS)[number]

/** What narrows a list of work, and its counts. */
export interface WorkFilters {
  q?: string | undefined
  plan?: string | undefined
  task?: string | undefined
  unit?: string | undefined
  under?: string | undefined
  status?: TaskStatus | undefined
  owes?: Owes | undefined
  overdue?: true | undefined
  open?: true | undefined
  sort?: WorkSort | undefined
}

/** How all work is looked at. */
export const LOOKS = ['table', 'board'] as const
export type Look = (typeof LOOKS)[number]

/** What the address bar of the list of work holds. */
export interface WorkState extends WorkFilters {
  look?: Look | undefined
}

/** How the work of other units is counted. */
export const OTHERS_VIEWS = ['unit', 'task'] as const
export type OthersView = (typeof OTHERS_VIEWS)[number]

export type CountedBy = 'unit' | 'child' | 'task'

export const workKeys = {
  all: OWED,
  mine: () => [...workKeys.all, 'mine'] as const,
  list: (filters: WorkFilters, limit: number) => [...workKeys.all, 'list', filters, limit] as const,
  counts: (filters: WorkFilters, by: CountedBy | undefined) => [...workKeys.all, 'counts', filters, by] as const,
  one: (id: string) => [...workKeys.all, 'one', id] as const,
}

/** All that the reader’s own units owe, whatever it is, due first before. */
export const owedQuery = () =>
  queryOptions({
    queryKey: workKeys.mine(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me/owed', { signal })),
  })

const PAGE = 50

export const workListQuery = (filters: WorkFilters, limit = PAGE) =>
  infiniteQueryOptions({
    queryKey: workKeys.list(filters, limit),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/assignments', {
          params: { query: { ...filters, limit, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({
      items: pages.flatMap((page) => page.items),
      total: pages[0]?.total ?? null,
    }),
    placeholderData: keepPreviousData,
  })

export const countsQuery = ({ sort: _sort, ...filters }: WorkFilters, by?: CountedBy) =>
  queryOptions({
    queryKey: workKeys.counts(filters, by),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/assignments/counts', { params: { query: { ...filters, by } }, signal })),
  })

export const readOne = (id: string, signal?: AbortSignal) =>
  unwrap(
    api.GET('/api/v1/assignments/{assignment_id}', {
      params: { path: { assignment_id: id } },
      ...(signal ? { signal } : {}),
    }),
  )

export const assignmentQuery = (id: string) =>
  queryOptions({ queryKey: workKeys.one(id), queryFn: ({ signal }) => readOne(id, signal) })

/** One change of one assignment, over the version that was read. */
export interface Change {
  id: string
  version: number
  patch: AssignmentPatch
}

export function sendChange({ id, version, patch }: Change): Promise<AssignmentDetail> {
  return unwrap(
    api.PATCH('/api/v1/assignments/{assignment_id}', {
      params: { path: { assignment_id: id }, header: ifMatch(version) },
      body: patch,
    }),
  )
}

/** Sends a change; where the line is down it is kept in this browser instead, and null is the answer. */
export async function sendOrKeep(change: Change): Promise<AssignmentDetail | null> {
  try {
    return await sendChange(change)
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error
    keepForLater(change)
    return null
  }
}

/** After any change, refused or not, everything read of work may be old. */
function useAfterwards() {
  const client = useQueryClient()
  return {
    onSuccess: (answer: AssignmentDetail | null) => {
      if (answer) client.setQueryData(workKeys.one(answer.id), answer)
    },
    onSettled: (answer: AssignmentDetail | null | undefined) =>
      answer === null ? undefined : client.invalidateQueries({ queryKey: workKeys.all }),
  }
}

export function useChangeWork() {
  return useMutation({ mutationFn: sendOrKeep, ...useAfterwards() })
}

/** What is changed at once: the rows chosen, or all that fit the filters, however many. */
export type Scope = { chosen: readonly Assignment[] } | { filters: WorkFilters }

export interface ManyChange {
  scope: Scope
  status: TaskStatus
  /** Says what would happen, and changes nothing. */
  dryRun: boolean
}

function bodyOf({ scope, status }: ManyChange) {
  if ('chosen' in scope) return scope.chosen.map(({ id, version }) => ({ id, version, status }))
  const { sort: _sort, ...filter } = scope.filters
  return { filter, change: { status } }
}

export function useChangeMany() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: ManyChange) =>
      unwrap(
        api.POST('/api/v1/assignments/bulk', {
          params: { query: { mode: 'partial', dry_run: change.dryRun } },
          body: bodyOf(change),
        }),
      ),
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : client.invalidateQueries({ queryKey: workKeys.all })),
  })
}

/** Takes back what was changed at once. */
export function useUndoMany() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (batch: string) =>
      unwrap(api.POST('/api/v1/batches/{batch_id}/undo', { params: { path: { batch_id: batch } } })),
    onSuccess: () => client.invalidateQueries(),
  })
}

export function useAddNote(id: string) {
  return useMutation({
    mutationFn: (text: string) =>
      unwrap(
        api.POST('/api/v1/assignments/{assignment_id}/updates', {
          params: { path: { assignment_id: id } },
          body: { text },
        }),
      ),
    ...useAfterwards(),
  })
}
