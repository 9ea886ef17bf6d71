import { getRouteApi, Outlet } from '@tanstack/react-router'

import { PlanHeading } from '@/features/plans/PlanHeading'

const route = getRouteApi('/frame/plans/$planId')

export function PlanRoute() {
  const { planId } = route.useParams()
  return (
    <PlanHeading planId={planId}>
      <Outlet />
    </PlanHeading>
  )
}
