import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'

/** Whose page, by which plan, as far as which period. */
export interface DashboardFilters {
  unit?: string | undefined
  plan?: string | undefined
  period?: string | undefined
}

/** What the address bar holds: the page, and the target whose figures are unfolded. */
export interface DashboardSearch extends DashboardFilters {
  open?: string | undefined
}

export const dashboardKeys = {
  all: ['dashboard'] as const,
  profile: (unit: string) => [...dashboardKeys.all, 'profile', unit] as const,
  page: (filters: DashboardFilters) => [...dashboardKeys.all, filters] as const,
}

export const dashboardQuery = (filters: DashboardFilters) =>
  queryOptions({
    queryKey: dashboardKeys.page(filters),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/dashboard', { params: { query: filters }, signal })),
    placeholderData: keepPreviousData,
  })

export const profileQuery = (unit: string) =>
  queryOptions({
    queryKey: dashboardKeys.profile(unit),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/dashboard/profile', { params: { query: { unit } }, signal })),
  })
