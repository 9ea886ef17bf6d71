/** Where the product opens, and the leader’s page. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { dashboardQuery, type DashboardSearch } from '@/features/dashboard/api'
import { homeOf } from '@/lib/home'
import { meQuery } from '@/lib/me'
import { type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    // Where nobody can say who is signed in, the page that opens says what went wrong.
    const me = await context.queryClient.query(meQuery()).catch(() => null)
    throw redirect({ to: me ? homeOf(me) : '/plans', replace: true })
  },
})

export const dashboardRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/dashboard',
  validateSearch: (search: RawSearch): DashboardSearch => ({
    unit: textParam(search.unit),
    plan: textParam(search.plan),
    period: textParam(search.period),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...asked } }) => asked,
  loader: ({ context, deps }) => warm(context.queryClient.query(dashboardQuery(deps))),
  component: lazyRouteComponent(() => import('../DashboardRoute'), 'DashboardRoute'),
})
