/** The accounts one administers. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { type PeopleFilters, peopleListQuery, PERSON_STATES, personQuery } from '@/features/people/api'
import { choiceParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const usersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/users',
  validateSearch: (search: RawSearch): PeopleFilters => ({
    q: textParam(search.q),
    state: choiceParam(search.state, PERSON_STATES),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(peopleListQuery(deps))),
  component: lazyRouteComponent(() => import('../UsersRoute'), 'UsersRoute'),
})

export const userRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/users/$userId',
  loader: ({ context, params }) => warm(context.queryClient.query(personQuery(params.userId))),
  component: lazyRouteComponent(() => import('../UserRoute'), 'UserRoute'),
})
