import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import { api, unwrap } from '@/lib/client'

export const accountKeys = {
  sessions: ['account', 'sessions'] as const,
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
