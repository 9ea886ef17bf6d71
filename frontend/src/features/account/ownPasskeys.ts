import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { components } from '@/api/schema'
import { api, unwrap } from '@/lib/client'
import { makePasskey } from '@/lib/passkeys'

import { accountKeys } from './api'

export type Passkey = components['schemas']['PasskeyOut']

/** With what one signs in without a password. */
export const passkeysQuery = () =>
  queryOptions({
    queryKey: accountKeys.passkeys,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/passkeys', { params: { query: { limit: 100 } }, signal })),
  })

function useReread() {
  const client = useQueryClient()
  return () => client.invalidateQueries({ queryKey: accountKeys.passkeys })
}

/** Has this device make a passkey, and keeps what it may be known by. */
export function useAddPasskey() {
  const reread = useReread()
  return useMutation({
    mutationFn: async ({ name, proof }: { name: string; proof: { current_password?: string } }) => {
      const made = await makePasskey(await unwrap(api.POST('/api/v1/passkeys/options', { body: proof })))
      return unwrap(api.POST('/api/v1/passkeys', { body: { ...made, name } }))
    },
    onSuccess: reread,
  })
}

export function useRenamePasskey(id: string) {
  const reread = useReread()
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(api.PATCH('/api/v1/passkeys/{passkey_id}', { params: { path: { passkey_id: id } }, body: { name } })),
    onSuccess: reread,
  })
}

export function useRemovePasskey(id: string) {
  const reread = useReread()
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/passkeys/{passkey_id}', { params: { path: { passkey_id: id } } })),
    onSuccess: reread,
  })
}
