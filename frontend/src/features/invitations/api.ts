import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { components } from '@/api/schema'
import { api, unwrap } from '@/lib/client'

type Schemas = components['schemas']
export type Invitation = Schemas['InvitationOut']
export type Letter = Schemas['PrintableInvitation']
type Asked = Schemas['ManyInvitationsIn']
export type Level = NonNullable<Asked['education_level']>

export const KINDS = ['school', 'commune'] as const
export const STATES = ['open', 'used', 'expired', 'revoked'] as const satisfies readonly Invitation['state'][]
export const LEVELS = [
  'preschool',
  'primary',
  'lower_secondary',
  'upper_secondary',
  'continuing',
  'vocational_continuing',
] as const satisfies readonly Level[]

/** Which units are let in. */
export interface Where {
  under: string
  kind?: (typeof KINDS)[number] | undefined
  education_level?: Level | undefined
}

export const invitationKeys = {
  all: ['invitations'] as const,
  waiting: (where: Where) => [...invitationKeys.all, 'waiting', where] as const,
  list: (state: Invitation['state'] | undefined) => [...invitationKeys.all, 'list', state] as const,
}

export const waitingQuery = (where: Where) =>
  queryOptions({
    queryKey: invitationKeys.waiting(where),
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/invitations/waiting', { params: { query: where }, signal })),
  })

export const invitationListQuery = (state: Invitation['state'] | undefined) =>
  infiniteQueryOptions({
    queryKey: invitationKeys.list(state),
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/api/v1/invitations', { params: { query: { state, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  })

function useRefresh() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: invitationKeys.all })
}

/** Makes the links, whose secrets come this once: they are kept by the page alone, and go with it. */
export function useInvite() {
  return useMutation({
    mutationFn: (body: Asked) => unwrap(api.POST('/api/v1/invitations/by-filter', { body })),
    gcTime: 0,
    onSettled: useRefresh(),
  })
}

export function useWithdraw() {
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/invitations/{invitation_id}', { params: { path: { invitation_id: id } } })),
    onSettled: useRefresh(),
  })
}
