import { getRouteApi } from '@tanstack/react-router'

import { RequestsPage } from '@/features/requests/RequestsPage'

const route = getRouteApi('/frame/data-requests')

export function RequestsRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <RequestsPage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
      onAsked={(requestId) => void navigate({ to: '/data-requests/$requestId', params: { requestId } })}
    />
  )
}
