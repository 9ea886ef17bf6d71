/** Difficulties and requests to clarify. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import {
  CLARIFICATION_STATUSES,
  clarificationListQuery,
  type ClarificationState,
  DIFFICULTY_STATUSES,
  difficultyListQuery,
  type DifficultyState,
} from '@/features/followup/api'
import { choiceParam, flagParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const difficultiesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/difficulties',
  validateSearch: (search: RawSearch): DifficultyState => ({
    q: textParam(search.q),
    status: choiceParam(search.status, DIFFICULTY_STATUSES),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(difficultyListQuery(deps))),
  component: lazyRouteComponent(() => import('../DifficultiesRoute'), 'DifficultiesRoute'),
})

export const clarificationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clarification-requests',
  validateSearch: (search: RawSearch): ClarificationState => ({
    q: textParam(search.q),
    status: choiceParam(search.status, CLARIFICATION_STATUSES),
    overdue: flagParam(search.overdue),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(clarificationListQuery(deps))),
  component: lazyRouteComponent(() => import('../ClarificationsRoute'), 'ClarificationsRoute'),
})
