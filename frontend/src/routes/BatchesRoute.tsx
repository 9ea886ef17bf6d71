import { getRouteApi } from '@tanstack/react-router'

import { BatchesPage } from '@/features/batches/BatchesPage'

const route = getRouteApi('/frame/batches')

export function BatchesRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <BatchesPage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
