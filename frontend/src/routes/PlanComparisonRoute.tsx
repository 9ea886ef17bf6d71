import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { ComparisonPage } from '@/features/amendments/ComparisonPage'
import { planQuery } from '@/features/plans/api'

const route = getRouteApi('/frame/plans/$planId/amendments/comparison')

export function PlanComparisonRoute() {
  const { planId } = route.useParams()
  const { from, to } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: plan } = useQuery(planQuery(planId))
  if (!plan) return null
  return (
    <ComparisonPage
      plan={plan}
      days={{ from, to }}
      onChange={(days) =>
        void navigate({ search: (before) => ({ ...before, ...days }), replace: true, resetScroll: false })
      }
    />
  )
}
