/** The reader’s own. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { toldListQuery } from '@/features/notifications/api'

import { frameRoute, warm } from './base'

export const notificationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/notifications',
  loader: ({ context }) => warm(context.queryClient.infiniteQuery(toldListQuery())),
  component: lazyRouteComponent(() => import('@/features/notifications/NotificationsPage'), 'NotificationsPage'),
})

export const invitationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/invitations',
  component: lazyRouteComponent(() => import('@/features/invitations/InvitationsPage'), 'InvitationsPage'),
})

export const accountRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/AccountPage'), 'AccountPage'),
})
