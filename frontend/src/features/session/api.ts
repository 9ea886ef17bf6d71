import { queryOptions, useMutation } from '@tanstack/react-query'

import { session } from '@/lib/browserSession'
import { api, unwrap } from '@/lib/client'
import { showPasskey } from '@/lib/passkeys'

/** Whom a one-time link is for; its secret travels in the body, for addresses are logged. */
export const linkHolderQuery = (token: string) =>
  queryOptions({
    queryKey: ['link-holder', token],
    queryFn: ({ signal }) => unwrap(api.POST('/api/v1/auth/invitations/look', { body: { token }, signal })),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  })

/** Sets the password of the link's account, which uses the link up. */
export function useAcceptInvitation(token: string) {
  return useMutation({
    mutationFn: (password: string) =>
      unwrap(api.POST('/api/v1/auth/invitations/accept', { body: { token, password } })),
  })
}

/** Asks for a link by e-mail; the answer never says whether the address is known. */
export function useAskForReset() {
  return useMutation({
    mutationFn: (email: string) => unwrap(api.POST('/api/v1/auth/password-resets', { body: { email } })),
  })
}

/** Signs in with a passkey: the server begins a session in its cookie, which this page then takes up. */
export function useSignInWithPasskey() {
  return useMutation({
    mutationFn: async () => {
      const shown = await showPasskey(await unwrap(api.POST('/api/v1/auth/passkeys/options')))
      await unwrap(api.POST('/api/v1/auth/passkeys', { body: shown }))
      await session.resume()
    },
  })
}
