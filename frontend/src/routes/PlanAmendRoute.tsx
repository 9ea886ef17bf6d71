import { getRouteApi } from '@tanstack/react-router'

import { AmendPage } from '@/features/amendments/AmendPage'

const route = getRouteApi('/frame/plans/$planId/amendments/new')

export function PlanAmendRoute() {
  const { planId } = route.useParams()
  const navigate = route.useNavigate()
  return (
    <AmendPage
      planId={planId}
      onDone={() => void navigate({ to: '/plans/$planId/amendments', params: { planId }, replace: true })}
    />
  )
}
