import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'

/** How often the number of unread ones is asked for while the page is in sight, milliseconds. */
const ASK_EVERY = 60_000
const PAGE = 50

export const toldKeys = {
  all: ['notifications'] as const,
  counts: () => [...toldKeys.all, 'counts'] as const,
  list: () => [...toldKeys.all, 'list'] as const,
  preferences: () => [...toldKeys.all, 'preferences'] as const,
}

export const toldCountsQuery = () =>
  queryOptions({
    queryKey: toldKeys.counts(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/counts', { signal })),
    refetchInterval: ASK_EVERY,
  })

export const toldListQuery = () =>
  infiniteQueryOptions({
    queryKey: toldKeys.list(),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/notifications', { params: { query: { limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  })

export const preferencesQuery = () =>
  queryOptions({
    queryKey: toldKeys.preferences(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/notifications/preferences', { signal })),
  })

function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: toldKeys.all })
}

export function useRead() {
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(
        api.POST('/api/v1/notifications/{notification_id}/read', { params: { path: { notification_id: id } } }),
      ),
    onSettled: useRefresh(),
  })
}

export function useReadAll() {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/notifications/read-all')),
    onSettled: useRefresh(),
  })
}

export function usePrefer() {
  return useMutation({
    mutationFn: (body: { email: boolean; language: 'vi' | 'en' }) =>
      unwrap(api.PUT('/api/v1/notifications/preferences', { body })),
    onSettled: useRefresh(),
  })
}
