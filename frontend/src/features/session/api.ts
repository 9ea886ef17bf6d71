import { queryOptions, useMutation } from '@tanstack/react-query'

import { session } from '@/lib/browserSession'
import { api, unwrap } from '@/lib/client'
import { type Answered, offerPasskeys, passkeysAreOffered, showPasskey } from '@/lib/passkeys'

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

const askForPasskey = () => unwrap(api.POST('/api/v1/auth/passkeys/options'))

/** Signs in with a passkey: the server begins a session in its cookie, which this page then takes up. */
export function useSignInWithPasskey() {
  return useMutation({
    mutationFn: async (chosen: Answered | null) => {
      const shown = chosen ?? (await showPasskey(await askForPasskey()))
      await unwrap(api.POST('/api/v1/auth/passkeys', { body: shown }))
      await session.resume()
    },
  })
}

// What the server asked for holds for five minutes; the reader may look at the page for longer.
const ASK_AGAIN = 240_000

/**
 * What the reader chose among the passkeys the browser offers where one types a name; null once that ended. Whatever
 * goes wrong, the page is as good without it: nothing is said.
 */
export async function chosenWhereOneTypes(until: AbortSignal): Promise<Answered | null> {
  try {
    if (!(await passkeysAreOffered())) return null
    let chosen = null
    while (chosen === null && !until.aborted) {
      const soon = AbortSignal.any([until, AbortSignal.timeout(ASK_AGAIN)])
      chosen = await offerPasskeys(await askForPasskey(), soon)
    }
    return until.aborted ? null : chosen
  } catch {
    return null
  }
}
