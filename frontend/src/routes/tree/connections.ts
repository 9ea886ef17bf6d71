/** Other systems. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { CLIENT_STATES, type ClientFilters, clientListQuery, clientQuery } from '@/features/connections/clients'
import {
  DELIVERY_STATUSES,
  type DeliveryFilters,
  webhookListQuery,
  webhookQuery,
} from '@/features/connections/webhooks'
import { choiceParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const clientsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clients',
  validateSearch: (search: RawSearch): ClientFilters => ({
    q: textParam(search.q),
    state: choiceParam(search.state, CLIENT_STATES),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(clientListQuery(deps))),
  component: lazyRouteComponent(() => import('../ClientsRoute'), 'ClientsRoute'),
})

export const clientRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clients/$clientId',
  loader: ({ context, params }) => warm(context.queryClient.query(clientQuery(params.clientId))),
  component: lazyRouteComponent(() => import('../ClientRoute'), 'ClientRoute'),
})

export const webhooksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks',
  loader: ({ context }) => warm(context.queryClient.infiniteQuery(webhookListQuery())),
  component: lazyRouteComponent(() => import('@/features/connections/WebhooksPage'), 'WebhooksPage'),
})

export const webhookRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/webhooks/$webhookId',
  validateSearch: (search: RawSearch): DeliveryFilters => ({ status: choiceParam(search.status, DELIVERY_STATUSES) }),
  loader: ({ context, params }) => warm(context.queryClient.query(webhookQuery(params.webhookId))),
  component: lazyRouteComponent(() => import('../WebhookRoute'), 'WebhookRoute'),
})
