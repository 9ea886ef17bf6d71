import { queryOptions } from '@tanstack/react-query'

import { ConnectionError, toApiError } from '@/lib/problem'

import type { ApiDocument } from './document'

/** The document of the server that serves this very page; it needs no sign-in. */
export const documentQuery = () =>
  queryOptions({
    queryKey: ['openapi'],
    queryFn: async ({ signal }) => {
      const response = await fetch('/api/v1/openapi.json', { signal }).catch((cause: unknown) => {
        throw new ConnectionError('no answer', { cause })
      })
      if (!response.ok) throw toApiError(response, null)
      return (await response.json()) as ApiDocument
    },
    staleTime: Infinity,
  })
