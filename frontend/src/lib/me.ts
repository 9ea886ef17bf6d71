import { queryOptions } from '@tanstack/react-query'

import { api, unwrap } from './client'

/** Who is signed in, with their grants: every part of the product asks this one question. */
export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/me', { signal })),
    staleTime: 5 * 60_000,
  })
