import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { RowsSkeleton } from '@/components/Skeletons'
import { planQuery } from '@/features/plans/api'
import { TargetList } from '@/features/targets/TargetList'

const route = getRouteApi('/frame/plans/$planId/targets')

export function PlanTargetsRoute() {
  const { planId } = route.useParams()
  const { data: plan } = useQuery(planQuery(planId))
  const { open, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (next: Partial<typeof filters & { open: string | undefined }>) =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false })
  // Without its plan the list would be of every plan's targets.
  if (plan === undefined) return <RowsSkeleton />
  return (
    <TargetList
      plan={plan}
      filters={filters}
      onFilter={change}
      open={open}
      onOpen={(target) => change({ open: target })}
    />
  )
}
