import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { Job } from '@/api/models'
import type { components } from '@/api/schema'
import { api, unwrap } from '@/lib/client'

export type OutsideIn = components['schemas']['OutsideIn']
export type HandedOut = components['schemas']['OutsideOut']

export function useHandOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OutsideIn) => unwrap(api.POST('/api/v1/tasks/outside-plan', { body })),
    // A new document and its tasks stand in every list.
    onSuccess: () => client.invalidateQueries(),
  })
}

/** How much work of how many units a job made. */
export function madeBy({ result }: Pick<Job, 'result'>) {
  return { created: Number(result?.created ?? 0), units: Number(result?.units ?? 0) }
}
