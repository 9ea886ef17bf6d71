import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { ReminderStep } from '@/api/models'
import { api, unwrap } from '@/lib/client'

export const reminderKeys = {
  rules: (planId: string) => ['reminders', planId, 'rules'] as const,
}

/** When a plan's reminders go out, and to whom they rise. */
export const rulesQuery = (planId: string) =>
  queryOptions({
    queryKey: reminderKeys.rules(planId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/plans/{plan_id}/reminder-rules', { params: { path: { plan_id: planId } }, signal })),
  })

export function useSetRules(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (items: ReminderStep[]) =>
      unwrap(
        api.PUT('/api/v1/plans/{plan_id}/reminder-rules', { params: { path: { plan_id: planId } }, body: { items } }),
      ),
    onSuccess: (answer) => client.setQueryData(reminderKeys.rules(planId), answer),
  })
}
