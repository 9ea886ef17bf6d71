import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'

export const accountKeys = {
  sessions: ['account', 'sessions'] as const,
  identities: ['account', 'identities'] as const,
  passkeys: ['account', 'passkeys'] as const,
  secondFactor: ['account', 'second-factor'] as const,
}

export const sessionsQuery = () =>
  queryOptions({
    queryKey: accountKeys.sessions,
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/sessions', { params: { query: { limit: 100 } }, signal })),
  })

export function useRevokeSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(api.DELETE('/api/v1/sessions/{session_id}', { params: { path: { session_id: sessionId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.sessions }),
  })
}

/** Ends every sign-in of this account but this one. */
export function useRevokeOthers() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/sessions')),
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.sessions }),
  })
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      unwrap(api.PUT('/api/v1/me/password', { body })),
  })
}

/** At which providers this account is known. */
export const identitiesQuery = () =>
  queryOptions({
    queryKey: accountKeys.identities,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/identities', { params: { query: { limit: 100 } }, signal })),
  })

/** Asks where the provider is; the browser goes there next. */
export function useLinkIdentity(provider: string) {
  return useMutation({
    mutationFn: (proof: { current_password?: string }) =>
      unwrap(
        api.POST('/api/v1/auth/oidc/{provider}/link', {
          params: { path: { provider } },
          body: { next: '/account', ...proof },
        }),
      ),
  })
}

export function useUnlinkIdentity() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (identityId: string) =>
      unwrap(api.DELETE('/api/v1/identities/{identity_id}', { params: { path: { identity_id: identityId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.identities }),
  })
}

/** Whether this account has a second factor, and whether it must. */
export const secondFactorQuery = () =>
  queryOptions({
    queryKey: accountKeys.secondFactor,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me/second-factor', { signal })),
  })

/** Asks for a secret to share with an authenticator app. */
export function useBeginSecondFactor() {
  return useMutation({
    mutationFn: (proof: { current_password?: string }) =>
      unwrap(api.POST('/api/v1/me/second-factor/app', { body: proof })),
  })
}

/** Sends the app’s first code; the answer holds the recovery codes. */
export function useConfirmSecondFactor() {
  return useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/api/v1/me/second-factor/app/confirm', { body: { code } })),
  })
}

/** Shows the second factor in a session that began without one. */
export function useShowSecondFactor() {
  return useMutation({
    mutationFn: (code: string) => unwrap(api.POST('/api/v1/me/second-factor/show', { body: { code } })),
  })
}

export function useRenewRecoveryCodes() {
  return useMutation({
    mutationFn: (proof: { current_password?: string }) =>
      unwrap(api.POST('/api/v1/me/second-factor/recovery-codes', { body: proof })),
  })
}

export function useRemoveSecondFactor() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (proof: { current_password?: string }) =>
      unwrap(api.POST('/api/v1/me/second-factor/remove', { body: proof })),
    onSuccess: () => client.invalidateQueries({ queryKey: accountKeys.secondFactor }),
  })
}
