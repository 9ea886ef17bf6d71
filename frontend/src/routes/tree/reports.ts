/** Reporting rounds and reports. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import {
  REPORT_STATUSES,
  regimeQuery,
  type ReportFilters,
  reportQuery,
  ROUND_STATUSES,
  type RoundFilters,
  roundListQuery,
  roundQuery,
} from '@/features/reports/api'
import { choiceParam, flagParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const roundsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reporting-rounds',
  validateSearch: (search: RawSearch): RoundFilters => ({ status: choiceParam(search.status, ROUND_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(roundListQuery(deps))),
  component: lazyRouteComponent(() => import('../RoundsRoute'), 'RoundsRoute'),
})

export const regimeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reporting-regimes/$regimeId',
  loader: ({ context, params }) => warm(context.queryClient.query(regimeQuery(params.regimeId))),
  component: lazyRouteComponent(() => import('../RegimeRoute'), 'RegimeRoute'),
})

export const roundRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reporting-rounds/$roundId',
  validateSearch: (search: RawSearch): ReportFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    status: choiceParam(search.status, REPORT_STATUSES),
    overdue: flagParam(search.overdue),
    flawed: flagParam(search.flawed),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(roundQuery(params.roundId))),
  component: lazyRouteComponent(() => import('../RoundRoute'), 'RoundRoute'),
})

export const reportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/$reportId',
  loader: ({ context, params }) => warm(context.queryClient.query(reportQuery(params.reportId))),
  component: lazyRouteComponent(() => import('../ReportRoute'), 'ReportRoute'),
})
