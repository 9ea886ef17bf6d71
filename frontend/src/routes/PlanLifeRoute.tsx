import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { PlanLifePage } from '@/features/amendments/PlanLifePage'
import { planQuery } from '@/features/plans/api'

const route = getRouteApi('/frame/plans/$planId/amendments')

export function PlanLifeRoute() {
  const { planId } = route.useParams()
  const { data: plan } = useQuery(planQuery(planId))
  if (!plan) return null
  return <PlanLifePage plan={plan} />
}
