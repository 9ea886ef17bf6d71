/** What units answer, and what they say of figures from elsewhere. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { askedQuery } from '@/features/asked/api'
import {
  CONFIRMATION_STATUSES,
  type DisputeFilters,
  disputeListQuery,
  type FormOf,
  formQuery,
} from '@/features/figures/api'
import { choiceParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const figuresRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/figures',
  validateSearch: (search: RawSearch): FormOf => ({ unit: textParam(search.unit), period: textParam(search.period) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.query(formQuery(deps))),
  component: lazyRouteComponent(() => import('../FiguresRoute'), 'FiguresRoute'),
})

/** Without a period the one whose report is due first is meant; once it is sent, its receipt stays in sight. */
export const askedNowRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/asked',
  validateSearch: (search: RawSearch): { unit?: string | undefined } => ({ unit: textParam(search.unit) }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const form = await context.queryClient.query(askedQuery(deps))
    context.queryClient.setQueryData(askedQuery({ ...deps, period: form.period }).queryKey, form)
    throw redirect({ to: '/asked/$period', params: { period: form.period }, search: deps, replace: true })
  },
})

export const askedRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/asked/$period',
  validateSearch: (search: RawSearch): { unit?: string | undefined } => ({ unit: textParam(search.unit) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => warm(context.queryClient.query(askedQuery({ ...deps, period: params.period }))),
  component: lazyRouteComponent(() => import('../AskedRoute'), 'AskedRoute'),
})

export const disputesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/figures/disputes',
  validateSearch: (search: RawSearch): DisputeFilters => ({ status: choiceParam(search.status, CONFIRMATION_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(disputeListQuery(deps))),
  component: lazyRouteComponent(() => import('../DisputesRoute'), 'DisputesRoute'),
})
