/** What is asked between reports. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import {
  type AnswerFilters,
  REQUEST_STATUSES,
  type RequestFilters,
  requestListQuery,
  requestQuery,
} from '@/features/requests/api'
import { choiceParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const requestsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/data-requests',
  validateSearch: (search: RawSearch): RequestFilters => ({ status: choiceParam(search.status, REQUEST_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(requestListQuery(deps))),
  component: lazyRouteComponent(() => import('../RequestsRoute'), 'RequestsRoute'),
})

export const requestRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/data-requests/$requestId',
  validateSearch: (search: RawSearch): AnswerFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    answered: choiceParam(search.answered, ['yes', 'no'] as const),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(requestQuery(params.requestId))),
  component: lazyRouteComponent(() => import('../RequestRoute'), 'RequestRoute'),
})
