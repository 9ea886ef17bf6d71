import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'

import type { TaskStatus } from '@/api/models'
import { api, unwrap } from '@/lib/client'

export const TASK_STATUSES = [
  'not_started',
  'in_progress',
  'awaiting_confirmation',
  'completed',
  'cancelled',
] as const satisfies readonly TaskStatus[]

export const TASK_SORTS = ['number', '-number', 'title', '-title', 'due_on', '-due_on'] as const
export type TaskSort = (typeof TASK_SORTS)[number]

/** What the address bar of a list of tasks holds. */
export interface TaskFilters {
  q?: string | undefined
  plan?: string | undefined
  /** The day whose tasks they are; today’s when absent. */
  as_of?: string | undefined
  group?: string | undefined
  lead?: string | undefined
  status?: TaskStatus | undefined
  overdue?: true | undefined
  sort?: TaskSort | undefined
}

/** The appendix of one plan comes in one piece. */
const PAGE = 200

export const taskKeys = {
  all: ['tasks'] as const,
  list: (filters: TaskFilters) => [...taskKeys.all, 'list', filters] as const,
  one: (id: string, asOf?: string) => [...taskKeys.all, 'one', id, asOf] as const,
  groups: (planId: string) => [...taskKeys.all, 'groups', planId] as const,
}

export const taskListQuery = (filters: TaskFilters) =>
  infiniteQueryOptions({
    queryKey: taskKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/tasks', {
          params: { query: { ...filters, limit: PAGE, cursor: pageParam, include: 'total' } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({
      items: pages.flatMap((page) => page.items),
      total: pages[0]?.total ?? null,
    }),
    placeholderData: keepPreviousData,
  })

/** A task as it is now, or as it was at the end of a day. */
export const taskQuery = (taskId: string, asOf?: string) =>
  queryOptions({
    queryKey: taskKeys.one(taskId, asOf),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/tasks/{task_id}', {
          params: { path: { task_id: taskId }, query: { as_of: asOf } },
          signal,
        }),
      ),
  })

export const taskGroupsQuery = (planId: string) =>
  queryOptions({
    queryKey: taskKeys.groups(planId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}/task-groups', {
          params: { path: { plan_id: planId }, query: { limit: PAGE } },
          signal,
        }),
      ),
  })
