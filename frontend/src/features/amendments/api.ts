import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Plan } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { readPages } from '@/lib/pages'

/** What the address bar of a comparison holds: the plan at the end of one day, and of another. */
export interface Days {
  from?: string | undefined
  to?: string | undefined
}

export const amendmentKeys = {
  all: ['amendments'] as const,
  list: (planId: string) => [...amendmentKeys.all, planId, 'list'] as const,
  comparison: (planId: string, days: Days) => [...amendmentKeys.all, planId, 'comparison', days] as const,
  openWork: (planId: string) => [...amendmentKeys.all, planId, 'open-work'] as const,
}

export const amendmentsQuery = (planId: string) =>
  queryOptions({
    queryKey: amendmentKeys.list(planId),
    queryFn: ({ signal }) =>
      readPages((query) =>
        api.GET('/api/v1/plans/{plan_id}/amendments', { params: { path: { plan_id: planId }, query }, signal }),
      ),
  })

export const comparisonQuery = (planId: string, days: Days) =>
  queryOptions({
    queryKey: amendmentKeys.comparison(planId, days),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}/comparison', { params: { path: { plan_id: planId }, query: days }, signal }),
      ),
    placeholderData: keepPreviousData,
  })

/** How many things units have not done yet. */
export const openWorkQuery = (planId: string) =>
  queryOptions({
    queryKey: amendmentKeys.openWork(planId),
    queryFn: async ({ signal }) => {
      const query = { plan: planId, open: true }
      const { items } = await unwrap(api.GET('/api/v1/assignments/counts', { params: { query }, signal }))
      return items.reduce(
        (sum, { not_started: none, in_progress: some, awaiting_confirmation: said }) => sum + none + some + said,
        0,
      )
    },
  })

/** After a plan has changed, whatever was read of it is old. */
export function useRereadPlan() {
  const client = useQueryClient()
  return () =>
    Promise.all(
      ['plans', 'tasks', 'targets', 'amendments', 'amending', 'engagements', 'work', 'editor'].map((key) =>
        client.invalidateQueries({ queryKey: [key] }),
      ),
    )
}

export function useClosePlan({ id, version }: Plan) {
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/plans/{plan_id}/close', { params: { path: { plan_id: id }, header: ifMatch(version) } }),
      ),
    onSettled: useRereadPlan(),
  })
}
