import { queryOptions, useQuery } from '@tanstack/react-query'

import { api } from '@/lib/client'
import { readPages } from '@/lib/pages'

const audiencesQuery = () =>
  queryOptions({
    queryKey: ['audiences', 'all'],
    queryFn: ({ signal }) =>
      readPages((query) => api.GET('/api/v1/audiences', { params: { query: { ...query, sort: 'name' } }, signal })),
  })

/** All audiences one may name, by name. */
export const useAudiences = () => useQuery(audiencesQuery())
