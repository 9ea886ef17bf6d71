import { getRouteApi } from '@tanstack/react-router'

import { NewPlanPage } from '@/features/plans/NewPlanPage'

const route = getRouteApi('/frame/plans/new')

export function NewPlanRoute() {
  const { from, under, unit } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <NewPlanPage
      from={from}
      under={under}
      unit={unit}
      onMade={({ id }) => void navigate({ to: '/plans/$planId/edit', params: { planId: id }, replace: true })}
    />
  )
}
