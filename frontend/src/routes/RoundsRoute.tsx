import { getRouteApi } from '@tanstack/react-router'

import { RoundsPage } from '@/features/reports/RoundsPage'

const route = getRouteApi('/frame/reporting-rounds')

export function RoundsRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <RoundsPage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      onOpened={(roundId) => void navigate({ to: '/reporting-rounds/$roundId', params: { roundId } })}
    />
  )
}
