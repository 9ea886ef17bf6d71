import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { PlanLoad } from '@/api/models'
import type { SignerWords } from '@/components/forms/SignerFields'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

export const issuingKeys = {
  load: (planId: string, proposed: boolean) => ['engagements', planId, 'load', proposed] as const,
}

/** What each kind of school will be asked for; of the proposals where nothing is set yet. */
export const loadQuery = (planId: string, proposed: boolean) =>
  queryOptions({
    queryKey: issuingKeys.load(planId, proposed),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}/load', {
          params: { path: { plan_id: planId }, query: { proposed } },
          signal,
        }),
      ),
  })

export interface IssueWords {
  number: string
  issuedOn: string | null
  signer: SignerWords
  reason: string
}

interface Issuing {
  words: IssueWords
  version: number
}

export function useIssue(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ words, version }: Issuing) =>
      unwrap(
        api.POST('/api/v1/plans/{plan_id}/issue', {
          params: { path: { plan_id: planId }, header: ifMatch(version) },
          body: {
            number: words.number.trim(),
            issued_on: words.issuedOn ?? '',
            signer: { ...words.signer, on_behalf: words.signer.on_behalf.trim() || null },
            reason: words.reason.trim() || null,
          },
        }),
      ),
    onSettled: () => client.invalidateQueries(),
  })
}

/** The heaviest first, so the first says whether any kind of school is asked for too much. */
export const isTooMuch = ({ items }: Pick<PlanLoad, 'items'>) => items.some(({ over_limit: over }) => over)
