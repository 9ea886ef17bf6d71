import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { components } from '@/api/schema'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

export type Person = components['schemas']['UserOut']

export const PERSON_STATES = ['open', 'closed'] as const

export interface PeopleFilters {
  q?: string | undefined
  state?: (typeof PERSON_STATES)[number] | undefined
}

export const peopleKeys = {
  all: ['people'] as const,
  list: (filters: PeopleFilters) => [...peopleKeys.all, 'list', filters] as const,
  one: (id: string) => [...peopleKeys.all, 'one', id] as const,
  ways: (id: string) => [...peopleKeys.all, 'ways', id] as const,
}

const PAGE = 50
const ALL = 100

export const peopleListQuery = (filters: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: peopleKeys.list(filters),
    queryFn: ({ signal, pageParam }) => {
      const disabled = filters.state === undefined ? undefined : filters.state === 'closed'
      const query = { q: filters.q, disabled, limit: PAGE, cursor: pageParam }
      return unwrap(api.GET('/api/v1/users', { params: { query }, signal }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => ({ items: pages.flatMap(({ items }) => items) }),
    placeholderData: keepPreviousData,
  })

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: peopleKeys.one(id),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: id } }, signal })),
  })

export interface FoundWays {
  identities: components['schemas']['IdentityOut'][]
  passkeys: components['schemas']['PasskeyOut'][]
}

/** Beside the password: at which providers somebody is known, and their passkeys. */
export const waysQuery = (id: string) =>
  queryOptions({
    queryKey: peopleKeys.ways(id),
    queryFn: async ({ signal }): Promise<FoundWays> => {
      const params = { query: { user: id, limit: ALL } }
      const [identities, passkeys] = await Promise.all([
        unwrap(api.GET('/api/v1/identities', { params, signal })),
        unwrap(api.GET('/api/v1/passkeys', { params, signal })),
      ])
      return { identities: identities.items, passkeys: passkeys.items }
    },
  })

/** After any act, refused or not, everything read of people may be old. */
function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: peopleKeys.all })
}

/** Closes an account, or opens it again. */
export function useSwitchPerson(person: Person) {
  const refresh = useRefresh()
  return useMutation({
    mutationFn: (disabled: boolean) =>
      unwrap(
        api.PATCH('/api/v1/users/{user_id}', {
          params: { path: { user_id: person.id } },
          headers: ifMatch(person.version),
          body: { disabled },
        }),
      ),
    onSettled: refresh,
  })
}

export interface Way {
  kind: 'identity' | 'passkey' | 'app'
  id: string
}

const REMOVERS: Record<Way['kind'], (id: string) => Promise<unknown>> = {
  identity: (id) => unwrap(api.DELETE('/api/v1/identities/{identity_id}', { params: { path: { identity_id: id } } })),
  passkey: (id) => unwrap(api.DELETE('/api/v1/passkeys/{passkey_id}', { params: { path: { passkey_id: id } } })),
  app: (id) => unwrap(api.DELETE('/api/v1/users/{user_id}/second-factor', { params: { path: { user_id: id } } })),
}

/** Takes a way to sign in from somebody: a link, a passkey, or their authenticator app. */
export function useRemoveWay() {
  const refresh = useRefresh()
  return useMutation({ mutationFn: ({ kind, id }: Way) => REMOVERS[kind](id), onSettled: refresh })
}
