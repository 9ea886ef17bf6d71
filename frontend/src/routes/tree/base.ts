/** What every address stands in: the root, and the frame of those who are signed in. */
import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'

import { session } from '@/lib/browserSession'
import { meQuery } from '@/lib/me'

import { NoSuchPage } from '../RouteStates'

export interface RouterContext {
  queryClient: QueryClient
}

/** Begins to read what a page will show; the page itself says what went wrong. */
export function warm(reading: Promise<unknown>): void {
  reading.catch(() => undefined)
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NoSuchPage })

export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: ({ location }) => {
    if (session.state().status !== 'signed-out') return
    const from = location.href === '/' ? undefined : location.href
    throw redirect({ to: '/sign-in', search: { from }, replace: true })
  },
  loader: ({ context }) => warm(context.queryClient.query(meQuery())),
  component: lazyRouteComponent(() => import('../FrameRoute'), 'FrameRoute'),
})
