import { queryOptions } from '@tanstack/react-query'

import { api, unwrap } from './client'

/** By whom else one may sign in, in the order of their buttons; often nobody. */
export const providersQuery = () =>
  queryOptions({
    queryKey: ['providers'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/auth/providers', { signal })),
    staleTime: Infinity,
  })

/** Where a provider is asked who this is; a page of the server's, not of ours. */
export const startAddress = (provider: string, next = '/') =>
  `/api/v1/auth/oidc/${encodeURIComponent(provider)}/start?${new URLSearchParams({ next }).toString()}`

/** Where the browser ends its session at a provider; it comes back to the page one signs in at. */
export const farewellAddress = (provider: string) => `/api/v1/auth/oidc/${encodeURIComponent(provider)}/end`
