import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'
import { readPages } from '@/lib/pages'

export const TARGET_SORTS = ['number', '-number'] as const
export type TargetSort = (typeof TARGET_SORTS)[number]

/** What the address bar of a list of targets holds. */
export interface TargetFilters {
  q?: string | undefined
  plan?: string | undefined
  /** The day whose targets they are; today’s when absent. */
  as_of?: string | undefined
  year?: number | undefined
}

/** The appendix of one plan comes in one piece. */
const PAGE = 200

export const targetKeys = {
  all: ['targets'] as const,
  list: (filters: TargetFilters) => [...targetKeys.all, 'list', filters] as const,
  results: (plan: string, unit: string) => [...targetKeys.all, 'results', plan, unit] as const,
  parts: (indicator: string, unit: string, period: string) =>
    [...targetKeys.all, 'parts', indicator, unit, period] as const,
  indicator: (id: string) => [...targetKeys.all, 'indicator', id] as const,
}

export const targetListQuery = (filters: TargetFilters) =>
  infiniteQueryOptions({
    queryKey: targetKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/targets', {
          params: { query: { ...filters, limit: PAGE, cursor: pageParam, include: 'total' } },
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

/** Where a unit stands with each target of a plan, over the target’s own audience. */
export const resultsQuery = (plan: string, unit: string) =>
  queryOptions({
    queryKey: targetKeys.results(plan, unit),
    queryFn: ({ signal }) =>
      readPages((query) =>
        api.GET('/api/v1/targets', { params: { query: { ...query, plan, standing_of: unit } }, signal }),
      ),
  })

/** The figures of the units right below one, each beside the same target. */
export const partsQuery = (indicator: string, unit: string, period: string) =>
  queryOptions({
    queryKey: targetKeys.parts(indicator, unit, period),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/roll-ups', { params: { query: { indicator, unit, period, by: 'child' } }, signal }),
      ).then(({ items }) => items),
  })

export const indicatorQuery = (indicatorId: string) =>
  queryOptions({
    queryKey: targetKeys.indicator(indicatorId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/indicators/{indicator_id}', {
          params: { path: { indicator_id: indicatorId } },
          signal,
        }),
      ),
  })
