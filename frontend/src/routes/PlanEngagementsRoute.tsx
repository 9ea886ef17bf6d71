import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { EngagementsPage } from '@/features/engagements/EngagementsPage'
import { planQuery } from '@/features/plans/api'
import { useDecides } from '@/hooks/useDecides'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/plans/$planId/engagements')

export function PlanEngagementsRoute() {
  const { planId } = route.useParams()
  const { job } = route.useSearch()
  const navigate = route.useNavigate()
  const { data: plan } = useQuery(planQuery(planId))
  const mayIssue = useDecides('plan:issue', plan)
  const mayWrite = useMay('plan:write')
  if (!plan) return null
  return (
    <EngagementsPage
      plan={plan}
      mayIssue={mayIssue}
      mayWrite={mayWrite}
      job={job}
      onIssued={(started) => void navigate({ search: { job: started }, replace: true })}
    />
  )
}
