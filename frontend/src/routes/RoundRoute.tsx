import { getRouteApi } from '@tanstack/react-router'

import { RoundPage } from '@/features/reports/RoundPage'

const route = getRouteApi('/frame/reporting-rounds/$roundId')

export function RoundRoute() {
  const { roundId } = route.useParams()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <RoundPage
      roundId={roundId}
      filters={filters}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
