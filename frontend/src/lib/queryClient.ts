import { QueryClient } from '@tanstack/react-query'

import { ApiError } from './problem'

const FRESH_FOR = 30_000
const MAX_RETRIES = 2

/** A refusal stays a refusal; only a lost line or a failing server is worth another try. */
function shouldRetry(failures: number, error: Error): boolean {
  if (error instanceof ApiError && error.status < 500) return false
  return failures < MAX_RETRIES
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_FOR, retry: shouldRetry, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}
