import { useQuery } from '@tanstack/react-query'

import type { Job } from '@/api/models'
import { api, unwrap } from '@/lib/client'

/** How often a job that runs is read, milliseconds. */
const POLL_EVERY = 500

export const isOver = (job: Pick<Job, 'status'>) => !['queued', 'running'].includes(job.status)

/** A job, read again and again until it is over. */
export function useJob(jobId: string | null) {
  return useQuery({
    queryKey: ['jobs', jobId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id: jobId ?? '' } }, signal })),
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : POLL_EVERY),
  })
}
