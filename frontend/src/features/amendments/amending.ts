import { queryOptions, useMutation } from '@tanstack/react-query'

import type { Amendment, AmendmentDraft, Plan } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { readPages } from '@/lib/pages'

import { useRereadPlan } from './api'
import type { AmendedPlan } from './draft'

export const amendingKey = (planId: string) => ['amending', planId] as const

/** A plan in force with all that an amendment can change. */
export const amendedPlanQuery = (planId: string) =>
  queryOptions({
    queryKey: amendingKey(planId),
    queryFn: async ({ signal }): Promise<AmendedPlan> => {
      const path = { plan_id: planId }
      const [plan, groups, tasks, targets, owed] = await Promise.all([
        unwrap(api.GET('/api/v1/plans/{plan_id}', { params: { path }, signal })),
        readPages((query) => api.GET('/api/v1/plans/{plan_id}/task-groups', { params: { path, query }, signal })),
        readPages((query) => api.GET('/api/v1/tasks', { params: { query: { ...query, plan: planId } }, signal })),
        readPages((query) => api.GET('/api/v1/targets', { params: { query: { ...query, plan: planId } }, signal })),
        unwrap(api.GET('/api/v1/plans/{plan_id}/engagements', { params: { path }, signal })),
      ])
      return { plan, groups, tasks, targets, engagements: owed.items }
    },
  })

const send = ({ id, version }: Plan, body: AmendmentDraft, dryRun: boolean): Promise<Amendment> =>
  unwrap(
    api.POST('/api/v1/plans/{plan_id}/amendments', {
      params: { path: { plan_id: id }, query: { dry_run: dryRun }, header: ifMatch(version) },
      body,
    }),
  )

/** What the amendment would be; nothing is written. */
export function useTryAmendment(plan: Plan) {
  return useMutation({ mutationFn: (body: AmendmentDraft) => send(plan, body, true) })
}

export function useAmend(plan: Plan) {
  return useMutation({
    mutationFn: (body: AmendmentDraft) => send(plan, body, false),
    onSettled: useRereadPlan(),
  })
}
