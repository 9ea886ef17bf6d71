import { getRouteApi } from '@tanstack/react-router'

import { PlanListPage } from '@/features/plans/PlanListPage'

const route = getRouteApi('/frame/plans')

export function PlansRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <PlanListPage
      filters={filters}
      onFilter={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
