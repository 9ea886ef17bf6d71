import { getRouteApi } from '@tanstack/react-router'

import { PlanEditorPage } from '@/features/editor/PlanEditorPage'

const route = getRouteApi('/frame/plans/$planId/edit')

export function PlanEditorRoute() {
  const { planId } = route.useParams()
  const navigate = route.useNavigate()
  return <PlanEditorPage planId={planId} onDeleted={() => void navigate({ to: '/plans', replace: true })} />
}
