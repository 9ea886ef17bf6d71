/** Before anybody is signed in. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { session } from '@/lib/browserSession'
import { type RawSearch, returnParam, textParam } from '@/lib/search'

import { rootRoute } from './base'

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: RawSearch): { from?: string | undefined } => ({
    from: returnParam(search.from),
  }),
  beforeLoad: ({ search }) => {
    if (session.state().status === 'signed-in') throw redirect({ href: search.from ?? '/' })
  },
  component: lazyRouteComponent(() => import('../SignInRoute'), 'SignInRoute'),
})

/** Where the server leads a browser that a provider vouched for: its session is in a cookie no script sees. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/done',
  validateSearch: (search: RawSearch): { next?: string | undefined } => ({ next: returnParam(search.next) }),
  beforeLoad: async ({ search }) => {
    const signedIn = session.state().status === 'signed-in' || (await session.resume())
    if (signedIn) throw redirect({ href: search.next ?? '/', replace: true })
    throw redirect({ to: '/sign-in/refused', search: { reason: 'expired' }, replace: true })
  },
})

export const refusedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/refused',
  validateSearch: (search: RawSearch): { reason?: string | undefined; provider?: string | undefined } => ({
    reason: textParam(search.reason),
    provider: textParam(search.provider),
  }),
  component: lazyRouteComponent(() => import('../RefusedRoute'), 'RefusedRoute'),
})

export const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('@/features/session/InvitationPage'), 'InvitationPage'),
})

export const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('@/features/session/ForgotPasswordPage'), 'ForgotPasswordPage'),
})
