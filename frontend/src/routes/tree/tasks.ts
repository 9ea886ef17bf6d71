/** Tasks and targets of all plans. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { type TargetFilters, targetListQuery } from '@/features/targets/api'
import { TASK_SORTS, TASK_STATUSES, type TaskFilters, taskListQuery, taskQuery } from '@/features/tasks/api'
import { choiceParam, flagParam, pastDayParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export function taskSearch(search: RawSearch): TaskFilters {
  return {
    q: textParam(search.q),
    group: textParam(search.group),
    lead: textParam(search.lead),
    status: choiceParam(search.status, TASK_STATUSES),
    overdue: flagParam(search.overdue),
    sort: choiceParam(search.sort, TASK_SORTS),
  }
}

export function targetSearch(search: RawSearch): TargetFilters & { open?: string | undefined } {
  return { q: textParam(search.q), open: textParam(search.open) }
}

export const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  validateSearch: taskSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(taskListQuery(deps))),
  component: lazyRouteComponent(() => import('../TasksRoute'), 'TasksRoute'),
})

export const outsideRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks/outside-plan',
  component: lazyRouteComponent(() => import('@/features/outside/OutsidePage'), 'OutsidePage'),
})

export const taskRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks/$taskId',
  validateSearch: (search: RawSearch): { as_of?: string | undefined } => ({ as_of: pastDayParam(search.as_of) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => warm(context.queryClient.query(taskQuery(params.taskId, deps.as_of))),
  component: lazyRouteComponent(() => import('../TaskRoute'), 'TaskRoute'),
})

export const targetsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/targets',
  validateSearch: targetSearch,
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(targetListQuery(deps))),
  component: lazyRouteComponent(() => import('../TargetsRoute'), 'TargetsRoute'),
})
