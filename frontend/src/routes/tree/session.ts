/** Before anybody is signed in. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { session } from '@/lib/browserSession'
import { type RawSearch, returnParam } from '@/lib/search'

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
  component: lazyRouteComponent(() => import('@/features/session/SignInPage'), 'SignInPage'),
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
