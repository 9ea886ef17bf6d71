import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { DocumentFormat } from '@/components/DocumentMenu'
import { api, unwrap } from '@/lib/client'
import { fileNameOf, saveFile } from '@/lib/saveFile'

export type PlanStatus = 'draft' | 'issued' | 'closed'
export const PLAN_STATUSES = ['draft', 'issued', 'closed'] as const satisfies readonly PlanStatus[]

export interface PlanFilters {
  q?: string | undefined
  status?: PlanStatus | undefined
}

/** More plans than one department ever has at once. */
const ALL = 200

export const planKeys = {
  all: ['plans'] as const,
  list: (filters: PlanFilters) => [...planKeys.all, 'list', filters] as const,
  one: (id: string, asOf?: string) => [...planKeys.all, 'one', id, asOf] as const,
}

export const planListQuery = (filters: PlanFilters = {}) =>
  queryOptions({
    queryKey: planKeys.list(filters),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plans', { params: { query: { ...filters, limit: ALL } }, signal })),
    placeholderData: keepPreviousData,
  })

/** A plan as it is now, or as it was at the end of a day. */
export const planQuery = (planId: string, asOf?: string) =>
  queryOptions({
    queryKey: planKeys.one(planId, asOf),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}', {
          params: { path: { plan_id: planId }, query: { as_of: asOf } },
          signal,
        }),
      ),
  })

/** Who reports on a plan, through whom and to whom. */
export const reportingRulesQuery = (planId: string) =>
  queryOptions({
    queryKey: [...planKeys.all, 'reporting', planId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plans/{plan_id}/reporting-rules', { params: { path: { plan_id: planId } }, signal })),
  })

interface NewPlan {
  year: number
  title: string
}

/** Which plan a new one carries out, and whose it is. */
interface Under {
  parent_plan: string
  unit: string | undefined
}

/** Drafts a plan of the reader’s own unit: a copy of `source` where one is given, or under the plan above. */
export function useNewPlan(source: string | undefined, under?: Under) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ year, title }: NewPlan) =>
      source === undefined
        ? unwrap(api.POST('/api/v1/plans', { body: { year, horizon_years: [year], title, ...under } }))
        : unwrap(
            api.POST('/api/v1/plans/{plan_id}/copy', { params: { path: { plan_id: source } }, body: { year, title } }),
          ),
    onSuccess: () => client.invalidateQueries({ queryKey: planKeys.all }),
  })
}

/** Has the plan drawn as a paper, of a day gone by where one is given, and hands the file over. */
export function useDownloadPlan(planId: string, asOf: string | undefined) {
  return useMutation({
    mutationFn: async (format: DocumentFormat) => {
      const answer = api.GET('/api/v1/plans/{plan_id}/document', {
        params: { path: { plan_id: planId }, query: { format, as_of: asOf } },
        parseAs: 'blob',
      })
      const file = await unwrap<Blob>(answer)
      const { response } = await answer
      saveFile(file, fileNameOf(response, `plan.${format}`))
    },
  })
}
