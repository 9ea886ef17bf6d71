import { getRouteApi } from '@tanstack/react-router'

import { DisputesPage } from '@/features/figures/DisputesPage'

const route = getRouteApi('/frame/figures/disputes')

export function DisputesRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <DisputesPage
      filters={filters}
      onChange={(change) => void navigate({ search: change, replace: true, resetScroll: false })}
    />
  )
}
