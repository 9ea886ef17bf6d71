import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { ChildPlan } from '@/api/models'
import type { SignerWords } from '@/components/forms/SignerFields'
import { api, unwrap } from '@/lib/client'
import { readPages } from '@/lib/pages'

export type Standing = ChildPlan['status']
export const STANDINGS = ['on_time', 'late', 'pending', 'missing'] as const satisfies readonly Standing[]

/** What narrows the list of units. */
export interface ChildPlanFilters {
  q?: string | undefined
  under?: string | undefined
  status?: Standing | undefined
}

const PAGE = 50

export const childPlanKeys = {
  all: ['child-plans'] as const,
  call: (planId: string) => [...childPlanKeys.all, planId, 'call'] as const,
  list: (planId: string, filters: ChildPlanFilters) => [...childPlanKeys.all, planId, 'list', filters] as const,
  own: (planId: string, unitId: string) => [...childPlanKeys.all, planId, 'own', unitId] as const,
}

const at = (planId: string) => ({ plan_id: planId })

/** By when, and of whom, units' own plans are wanted, and how many stand where. */
export const callQuery = (planId: string) =>
  queryOptions({
    queryKey: childPlanKeys.call(planId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plans/{plan_id}/child-plan-call', { params: { path: at(planId) }, signal })),
  })

export const childPlanListQuery = (planId: string, filters: ChildPlanFilters) =>
  infiniteQueryOptions({
    queryKey: childPlanKeys.list(planId, filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}/child-plans', {
          params: { path: at(planId), query: { ...filters, limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap((page) => page.items), total: pages[0]?.total ?? null }),
    placeholderData: keepPreviousData,
  })

/** Where one unit stands itself; null where nothing is wanted of it and it has issued nothing. */
export const ownChildPlanQuery = (planId: string, unitId: string) =>
  queryOptions({
    queryKey: childPlanKeys.own(planId, unitId),
    queryFn: async ({ signal }) => {
      const items = await readPages((query) =>
        api.GET('/api/v1/plans/{plan_id}/child-plans', {
          params: { path: at(planId), query: { ...query, under: unitId } },
          signal,
        }),
      )
      return items.find(({ unit }) => unit.id === unitId) ?? null
    },
  })

/** The communes a list of units can be narrowed to. */
export const communesQuery = () =>
  queryOptions({
    queryKey: ['units', 'communes'],
    queryFn: ({ signal }) =>
      readPages((query) => api.GET('/api/v1/units', { params: { query: { ...query, kind: 'commune' } }, signal })),
  })

export function useCallForPlans(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { due_on: string; audience: string }) =>
      unwrap(api.PUT('/api/v1/plans/{plan_id}/child-plan-call', { params: { path: at(planId) }, body })),
    onSuccess: (answer) => client.setQueryData(childPlanKeys.call(planId), answer),
    onSettled: () => client.invalidateQueries({ queryKey: childPlanKeys.all }),
  })
}

/** The signed paper as its unit writes it down. */
export interface SignedWords {
  number: string
  issuedOn: string | null
  signer: SignerWords
}

interface Recording {
  unit: string
  words: SignedWords
  /** The signed paper, where it is at hand. */
  paper: File | null
}

function sendPaper(unit: string, childPlanId: string, paper: File) {
  const form = new FormData()
  form.append('unit', unit)
  form.append('links', `plan:${childPlanId}`)
  form.append('file', paper)
  return unwrap(api.POST('/api/v1/evidence', { body: { file: paper.name }, bodySerializer: () => form }))
}

/** Records the plan, then sends its paper. Done again after a broken line it puts the record right. */
export function useRecordPlan(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ unit, words, paper }: Recording) => {
      const plan = await unwrap(
        api.POST('/api/v1/plans/{plan_id}/child-plans', {
          params: { path: at(planId) },
          body: {
            unit,
            number: words.number.trim(),
            issued_on: words.issuedOn ?? '',
            signer: { ...words.signer, on_behalf: words.signer.on_behalf.trim() || null },
          },
        }),
      )
      if (paper) await sendPaper(unit, plan.id, paper)
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: childPlanKeys.all }),
        client.invalidateQueries({ queryKey: ['plans'] }),
      ]),
  })
}
