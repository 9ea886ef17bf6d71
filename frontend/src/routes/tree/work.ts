/** What is owed. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import {
  assignmentQuery,
  LOOKS,
  OTHERS_VIEWS,
  type OthersView,
  owedQuery,
  OWES,
  STATUSES,
  WORK_SORTS,
  type WorkState,
} from '@/features/work/api'
import { choiceParam, flagParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const workRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/work',
  validateSearch: (search: RawSearch): { by?: OthersView | undefined } => ({
    by: choiceParam(search.by, OTHERS_VIEWS),
  }),
  loader: ({ context }) => warm(context.queryClient.query(owedQuery())),
  component: lazyRouteComponent(() => import('../WorkRoute'), 'WorkRoute'),
})

export const assignmentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/assignments',
  validateSearch: (search: RawSearch): WorkState => ({
    q: textParam(search.q),
    plan: textParam(search.plan),
    task: textParam(search.task),
    unit: textParam(search.unit),
    under: textParam(search.under),
    status: choiceParam(search.status, STATUSES),
    owes: choiceParam(search.owes, OWES),
    overdue: flagParam(search.overdue),
    open: flagParam(search.open),
    sort: choiceParam(search.sort, WORK_SORTS),
    look: choiceParam(search.look, LOOKS),
  }),
  component: lazyRouteComponent(() => import('../AssignmentsRoute'), 'AssignmentsRoute'),
})

export const assignmentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/assignments/$assignmentId',
  loader: ({ context, params }) => warm(context.queryClient.query(assignmentQuery(params.assignmentId))),
  component: lazyRouteComponent(() => import('../AssignmentRoute'), 'AssignmentRoute'),
})
