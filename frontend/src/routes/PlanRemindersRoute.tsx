import { getRouteApi } from '@tanstack/react-router'

import { RemindersPage } from '@/features/reminders/RemindersPage'

const route = getRouteApi('/frame/plans/$planId/reminders')

export function PlanRemindersRoute() {
  const { planId } = route.useParams()
  return <RemindersPage planId={planId} />
}
