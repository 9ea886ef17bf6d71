/** Units. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { dashboardQuery, profileQuery } from '@/features/dashboard/api'
import { LINES, unitQuery, type UnitsState } from '@/features/units/api'
import { choiceParam, dateParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const unitsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/units',
  validateSearch: (search: RawSearch): UnitsState => ({
    q: textParam(search.q),
    line: choiceParam(search.line, LINES),
    as_of: dateParam(search.as_of),
    unit: textParam(search.unit),
  }),
  component: lazyRouteComponent(() => import('../UnitsRoute'), 'UnitsRoute'),
})

export const unitRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/units/$unit',
  loader: ({ context, params }) => warm(context.queryClient.query(unitQuery(params.unit, undefined))),
  component: lazyRouteComponent(() => import('../UnitRoute'), 'UnitRoute'),
})

export const unitProfileRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/units/$unit/profile',
  loader: ({ context: { queryClient }, params: { unit } }) =>
    warm(Promise.all([queryClient.query(profileQuery(unit)), queryClient.query(dashboardQuery({ unit }))])),
  component: lazyRouteComponent(() => import('../UnitProfileRoute'), 'UnitProfileRoute'),
})
