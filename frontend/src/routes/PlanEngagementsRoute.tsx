import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { EngagementsPage } from '@/features/engagements/EngagementsPage'
import { planQuery } from '@/features/plans/api'

const route = getRouteApi('/frame/plans/$planId/engagements')

export function PlanEngagementsRoute() {
  const { planId } = route.useParams()
  const { data: plan } = useQuery(planQuery(planId))
  return <EngagementsPage planId={planId} draft={plan?.status === 'draft'} />
}
