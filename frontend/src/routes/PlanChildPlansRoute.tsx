import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { ChildPlansPage } from '@/features/childPlans/ChildPlansPage'
import { planQuery } from '@/features/plans/api'

const route = getRouteApi('/frame/plans/$planId/child-plans')

export function PlanChildPlansRoute() {
  const { planId } = route.useParams()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  const { data: plan } = useQuery(planQuery(planId))
  if (!plan) return null
  return (
    <ChildPlansPage
      plan={plan}
      filters={filters}
      onFilter={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
