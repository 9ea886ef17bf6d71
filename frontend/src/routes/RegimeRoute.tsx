import { getRouteApi } from '@tanstack/react-router'

import { RegimePage } from '@/features/reports/RegimePage'

const route = getRouteApi('/frame/reporting-regimes/$regimeId')

export function RegimeRoute() {
  return <RegimePage regimeId={route.useParams().regimeId} />
}
