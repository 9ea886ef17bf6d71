import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Client, ClientChange, ClientDraft } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

import { type Role, rolesFor, type Scope } from './scopes'

export interface ClientFilters {
  q?: string | undefined
  state?: (typeof CLIENT_STATES)[number] | undefined
}

export const CLIENT_STATES = ['open', 'closed'] as const

export const clientKeys = {
  all: ['clients'] as const,
  list: (filters: ClientFilters) => [...clientKeys.all, 'list', filters] as const,
  one: (id: string) => [...clientKeys.all, 'one', id] as const,
  scopes: () => [...clientKeys.all, 'scopes'] as const,
}

const PAGE = 50

export const clientListQuery = (filters: ClientFilters) =>
  infiniteQueryOptions({
    queryKey: clientKeys.list(filters),
    queryFn: ({ signal, pageParam }) => {
      const disabled = filters.state === undefined ? undefined : filters.state === 'closed'
      const query = { q: filters.q, disabled, limit: PAGE, cursor: pageParam }
      return unwrap(api.GET('/api/v1/clients', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
  })

export const clientQuery = (id: string) =>
  queryOptions({
    queryKey: clientKeys.one(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/clients/{client_id}', { params: { path: { client_id: id } }, signal })),
  })

/** What a system may be allowed here, and which roles hold it. */
export const scopesQuery = () =>
  queryOptions({
    queryKey: clientKeys.scopes(),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/clients/scopes', { signal })),
    staleTime: Infinity,
  })

/** After any act, refused or not, everything read of systems may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: clientKeys.all })
}

const grant = (client: string, unit: string, role: Role) =>
  unwrap(api.POST('/api/v1/grants', { body: { client, unit, role } }))

export interface NewClient extends ClientDraft {
  /** The units it is to act for. */
  at: string[]
}

/** Registers a system and lets it act at units; where only that fails the system is there all the same. */
export function useMakeClient(scopes: readonly Scope[]) {
  return useMutation({
    gcTime: 0,
    mutationFn: async ({ at, ...body }: NewClient) => {
      const made = await unwrap(api.POST('/api/v1/clients', { body }))
      const roles = rolesFor(body.scopes, scopes)
      const wanted = at.flatMap((unit) => roles.map((role) => ({ unit, role })))
      const done = await Promise.allSettled(wanted.map(({ unit, role }) => grant(made.id, unit, role)))
      return { ...made, granted: done.every(({ status }) => status === 'fulfilled') }
    },
    onSettled: useRefresh(),
  })
}

const of = ({ id, version }: Client) => ({ path: { client_id: id }, header: ifMatch(version) })

export function useChangeClient(client: Client) {
  return useMutation({
    mutationFn: (body: ClientChange) =>
      unwrap(api.PATCH('/api/v1/clients/{client_id}', { params: of(client), body })),
    onSettled: useRefresh(),
  })
}

export function useRotate(client: Client) {
  return useMutation({
    gcTime: 0,
    mutationFn: (hours: number) =>
      unwrap(
        api.POST('/api/v1/clients/{client_id}/rotate-secret', {
          params: { path: { client_id: client.id } },
          body: { overlap_hours: hours },
        }),
      ),
    onSettled: useRefresh(),
  })
}

export function useGiveUnit(client: Client, scopes: readonly Scope[]) {
  return useMutation({
    mutationFn: (unit: string) => {
      const held = new Set<string>(client.grants.filter((each) => each.unit.id === unit).map(({ role }) => role))
      const wanted = rolesFor(client.scopes, scopes).filter((role) => !held.has(role))
      return Promise.all(wanted.map((role) => grant(client.id, unit, role)))
    },
    onSettled: useRefresh(),
  })
}

export function useTakeGrant() {
  return useMutation({
    mutationFn: ({ id, version }: Client['grants'][number]) =>
      unwrap(
        api.DELETE('/api/v1/grants/{grant_id}', { params: { path: { grant_id: id }, header: ifMatch(version) } }),
      ),
    onSettled: useRefresh(),
  })
}
