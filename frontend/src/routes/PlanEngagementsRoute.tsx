import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { EngagementsPage } from '@/features/engagements/EngagementsPage'
import { planQuery } from '@/features/plans/api'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/plans/$planId/engagements')

export function PlanEngagementsRoute() {
  const { planId } = route.useParams()
  const { job } = route.useSearch()
  const navigate = route.useNavigate()
  const mayIssue = useMay('plan:issue')
  const { data: plan } = useQuery(planQuery(planId))
  if (!plan) return null
  return (
    <EngagementsPage
      plan={plan}
      mayIssue={mayIssue}
      job={job}
      onIssued={(started) => void navigate({ search: { job: started }, replace: true })}
    />
  )
}
