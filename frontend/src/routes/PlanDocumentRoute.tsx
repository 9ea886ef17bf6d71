import { getRouteApi } from '@tanstack/react-router'

import { PlanDocument } from '@/features/plans/PlanDocument'

const route = getRouteApi('/frame/plans/$planId/document')

export function PlanDocumentRoute() {
  const { planId } = route.useParams()
  return <PlanDocument planId={planId} />
}
