import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Chase, Clarification, ClarificationDetail, Difficulty, DifficultyDetail, TaskStatus } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { owedChanged } from '@/lib/owed'

export const DIFFICULTY_STATUSES = ['open', 'answered', 'resolved'] as const satisfies readonly Difficulty['status'][]
export const CLARIFICATION_STATUSES = ['open', 'answered', 'closed'] as const satisfies readonly Clarification['status'][]

export interface DifficultyFilters {
  q?: string | undefined
  status?: Difficulty['status'] | undefined
}

export interface ClarificationFilters {
  q?: string | undefined
  status?: Clarification['status'] | undefined
  overdue?: true | undefined
}

/** Of one unit, over one of its assignments where that is named. */
export interface OfWork {
  unit: string
  assignment?: string | undefined
}

/** `open` names the record beside the list. */
export type DifficultyState = DifficultyFilters & { open?: string | undefined }
export type ClarificationState = ClarificationFilters & { open?: string | undefined }

export const followupKeys = {
  all: ['followup'] as const,
  difficulties: (filters: DifficultyFilters) => [...followupKeys.all, 'difficulties', filters] as const,
  difficulty: (id: string) => [...followupKeys.all, 'difficulty', id] as const,
  alike: (id: string) => [...followupKeys.all, 'alike', id] as const,
  recipients: (about: About) => [...followupKeys.all, 'recipients', about] as const,
  counts: () => [...followupKeys.all, 'counts'] as const,
  clarifications: (filters: ClarificationFilters | OfWork) => [...followupKeys.all, 'clarifications', filters] as const,
  chases: (of: OfWork) => [...followupKeys.all, 'chases', of] as const,
  clarification: (id: string) => [...followupKeys.all, 'clarification', id] as const,
}

const PAGE = 50

interface Pages<T> {
  pages: { items: T[]; total?: number | null | undefined }[]
}

const together = <T>({ pages }: Pages<T>) => ({
  items: pages.flatMap((page) => page.items),
  total: pages[0]?.total ?? null,
})

export const difficultyListQuery = (filters: DifficultyFilters) =>
  infiniteQueryOptions({
    queryKey: followupKeys.difficulties(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/difficulties', {
          params: { query: { ...filters, limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<Difficulty>,
    placeholderData: keepPreviousData,
  })

export const clarificationListQuery = (filters: ClarificationFilters | OfWork) =>
  infiniteQueryOptions({
    queryKey: followupKeys.clarifications(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/clarification-requests', {
          params: { query: { ...filters, limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<Clarification>,
    placeholderData: keepPreviousData,
  })

/** A history beside other things: the last few, more when asked for. */
const FEW = 5

export const chaseListQuery = (of: OfWork) =>
  infiniteQueryOptions({
    queryKey: followupKeys.chases(of),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/chases', { params: { query: { ...of, limit: FEW, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: together<Chase>,
  })

export const difficultyCountsQuery = () =>
  queryOptions({
    queryKey: followupKeys.counts(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/difficulties/counts', { signal })),
  })

export const difficultyQuery = (id: string) =>
  queryOptions({
    queryKey: followupKeys.difficulty(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/difficulties/{difficulty_id}', { params: { path: { difficulty_id: id } }, signal })),
  })

export const clarificationQuery = (id: string) =>
  queryOptions({
    queryKey: followupKeys.clarification(id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/clarification-requests/{clarification_id}', {
          params: { path: { clarification_id: id } },
          signal,
        }),
      ),
  })

export const alikeQuery = (id: string) =>
  queryOptions({
    queryKey: followupKeys.alike(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/difficulties/{difficulty_id}/alike', { params: { path: { difficulty_id: id } }, signal })),
  })

/** What a difficulty is about, or the report it is raised in; and the unit whose it is where that is not the reader’s own. */
export interface About {
  task?: string | undefined
  unit?: string | undefined
  report_id?: string | undefined
}

export const recipientsQuery = ({ task, unit }: About) =>
  queryOptions({
    queryKey: followupKeys.recipients({ task, unit }),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/difficulties/recipients', { params: { query: { task, unit } }, signal })),
  })

/** What is said with an act; the day counts only where somebody is asked again. */
export interface Said {
  text: string
  due_on: string
}

export type DifficultyAct = 'answer' | 'resolve' | 'reopen'
export type ClarificationAct = 'answer' | 'close' | 'reopen'

function actOnDifficulty(id: string, act: DifficultyAct, { text }: Said): Promise<DifficultyDetail> {
  const params = { path: { difficulty_id: id } }
  switch (act) {
    case 'answer':
      return unwrap(api.POST('/api/v1/difficulties/{difficulty_id}/answers', { params, body: { text } }))
    case 'resolve':
      return unwrap(api.POST('/api/v1/difficulties/{difficulty_id}/resolve', { params, body: { text: text || null } }))
    case 'reopen':
      return unwrap(api.POST('/api/v1/difficulties/{difficulty_id}/reopen', { params, body: { text } }))
  }
}

function actOnClarification(id: string, act: ClarificationAct, said: Said): Promise<ClarificationDetail> {
  const params = { path: { clarification_id: id } }
  const { text } = said
  switch (act) {
    case 'answer':
      return unwrap(api.POST('/api/v1/clarification-requests/{clarification_id}/answers', { params, body: { text } }))
    case 'close':
      return unwrap(
        api.POST('/api/v1/clarification-requests/{clarification_id}/close', { params, body: { text: text || null } }),
      )
    case 'reopen':
      return unwrap(api.POST('/api/v1/clarification-requests/{clarification_id}/reopen', { params, body: said }))
  }
}

/** After any act, refused or not, everything read of difficulties and requests may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => Promise.all([client.invalidateQueries({ queryKey: followupKeys.all }), owedChanged(client)])
}

export function useDifficultyAct(id: string) {
  return useMutation({
    mutationFn: ({ act, said }: { act: DifficultyAct; said: Said }) => actOnDifficulty(id, act, said),
    onSettled: useRefresh(),
  })
}

export function useClarificationAct(id: string) {
  return useMutation({
    mutationFn: ({ act, said }: { act: ClarificationAct; said: Said }) => actOnClarification(id, act, said),
    onSettled: useRefresh(),
  })
}

/** One answer to many, all or none. */
export function useAnswerMany() {
  return useMutation({
    mutationFn: (body: { ids: string[]; text: string }) => unwrap(api.POST('/api/v1/difficulties/answers', { body })),
    onSettled: useRefresh(),
  })
}

export interface Raised extends About {
  title: string
  text: string
  put_to: string
}

export function useRaise() {
  return useMutation({
    mutationFn: (body: Raised) => unwrap(api.POST('/api/v1/difficulties', { body })),
    onSettled: useRefresh(),
  })
}

export interface Asked extends OfWork {
  title: string
  text: string
  due_on: string
}

/** Asks one unit why; how that is worded follows from its rank. */
export function useAsk() {
  return useMutation({
    mutationFn: (body: Asked) => unwrap(api.POST('/api/v1/clarification-requests', { body })),
    onSettled: useRefresh(),
  })
}

export const HOWS = ['phone', 'message', 'visit', 'letter'] as const satisfies readonly Chase['how'][]

/** What narrows work that is not done, as the list of work has it. */
export interface OpenWork {
  q?: string | undefined
  plan?: string | undefined
  task?: string | undefined
  unit?: string | undefined
  under?: string | undefined
  status?: TaskStatus | undefined
  owes?: 'yes_no' | 'figure' | 'product' | undefined
  overdue?: true | undefined
}

/** Over what somebody chases: assignments, all open work that filters find, or a unit as such. */
export type Over = { assignments: string[] } | { filter: OpenWork } | { unit: string }

export function useChase() {
  return useMutation({
    mutationFn: (body: Over & { how: Chase['how']; note: string }) => unwrap(api.POST('/api/v1/chases', { body })),
    onSettled: useRefresh(),
  })
}
