import { infiniteQueryOptions, keepPreviousData, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Job } from '@/api/models'
import { api, unwrap } from '@/lib/client'

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const satisfies readonly Job['status'][]

export interface JobFilters {
  status?: Job['status'] | undefined
}

export const jobKeys = {
  all: ['jobs'] as const,
  list: (filters: JobFilters) => [...jobKeys.all, 'list', filters] as const,
}

const PAGE = 50
const LOOK_AGAIN = 2000

export const isUnderWay = ({ status }: Job) => status === 'queued' || status === 'running'

export const jobListQuery = (filters: JobFilters) =>
  infiniteQueryOptions({
    queryKey: jobKeys.list(filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/jobs', { params: { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? LOOK_AGAIN : false),
  })

/** Stop a job, or do it again. */
export function useJobAct(act: 'cancel' | 'retry') {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrap(api.POST(`/api/v1/jobs/{job_id}/${act}`, { params: { path: { job_id: id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: jobKeys.all }),
  })
}
