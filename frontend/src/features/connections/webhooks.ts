import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Delivery, Webhook, WebhookChange, WebhookDraft } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

export const DELIVERY_STATUSES = ['pending', 'delivered', 'dead'] as const satisfies readonly Delivery['status'][]

export interface DeliveryFilters {
  status?: Delivery['status'] | undefined
}

export const webhookKeys = {
  all: ['webhooks'] as const,
  list: () => [...webhookKeys.all, 'list'] as const,
  one: (id: string) => [...webhookKeys.all, 'one', id] as const,
  deliveries: (id: string, filters: DeliveryFilters) => [...webhookKeys.all, 'deliveries', id, filters] as const,
  delivery: (id: string, delivery: string) => [...webhookKeys.all, 'delivery', id, delivery] as const,
  types: (language: string) => [...webhookKeys.all, 'types', language] as const,
}

const PAGE = 50
/** While something waits to be sent, how often it is looked at again. */
const LOOK_AGAIN = 3000

const flat = <T>({ pages }: { pages: { items: T[] }[] }) => ({ items: pages.flatMap(({ items }) => items) })

export const webhookListQuery = () =>
  infiniteQueryOptions({
    queryKey: webhookKeys.list(),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/webhooks', { params: { query: { limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: flat<Webhook>,
    placeholderData: keepPreviousData,
  })

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: webhookKeys.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/webhooks/{webhook_id}', { params: { path: { webhook_id: id } }, signal })),
  })

export const deliveryListQuery = (id: string, filters: DeliveryFilters) =>
  infiniteQueryOptions({
    queryKey: webhookKeys.deliveries(id, filters),
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/api/v1/webhooks/{webhook_id}/deliveries', {
          params: { path: { webhook_id: id }, query: { ...filters, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: flat<Delivery>,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status === 'pending')) ? LOOK_AGAIN : false,
  })

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: webhookKeys.delivery(id, delivery),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}', {
          params: { path: { webhook_id: id, delivery_id: delivery } },
          signal,
        }),
      ),
  })

/** What can be told of, in the reader’s words. */
export const changeTypesQuery = (language: string) =>
  queryOptions({
    queryKey: webhookKeys.types(language),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/changes/types', { signal })),
    staleTime: Infinity,
  })

function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: webhookKeys.all })
}

export function useMakeWebhook() {
  return useMutation({
    gcTime: 0,
    mutationFn: (body: WebhookDraft) => unwrap(api.POST('/api/v1/webhooks', { body })),
    onSettled: useRefresh(),
  })
}

const of = ({ id, version }: Webhook) => ({ path: { webhook_id: id }, header: ifMatch(version) })

export function useChangeWebhook(webhook: Webhook) {
  return useMutation({
    mutationFn: (body: WebhookChange) =>
      unwrap(api.PATCH('/api/v1/webhooks/{webhook_id}', { params: of(webhook), body })),
    onSettled: useRefresh(),
  })
}

export function useDeleteWebhook(webhook: Webhook) {
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/webhooks/{webhook_id}', { params: of(webhook) })),
    onSettled: useRefresh(),
  })
}

export function useRotateWebhook(webhook: Webhook) {
  return useMutation({
    gcTime: 0,
    mutationFn: (hours: number) =>
      unwrap(
        api.POST('/api/v1/webhooks/{webhook_id}/rotate-secret', {
          params: { path: { webhook_id: webhook.id } },
          body: { overlap_hours: hours },
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** Sends one delivery again. */
export function useReplay(webhook: string) {
  return useMutation({
    mutationFn: (delivery: string) =>
      unwrap(
        api.POST('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay', {
          params: { path: { webhook_id: webhook, delivery_id: delivery } },
        }),
      ),
    onSettled: useRefresh(),
  })
}

/** Sends all again that were given up. */
export function useReplayDead(webhook: string) {
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/api/v1/webhooks/{webhook_id}/replay', {
          params: { path: { webhook_id: webhook } },
          body: { status: 'dead', after: 0 },
        }),
      ),
    onSettled: useRefresh(),
  })
}
