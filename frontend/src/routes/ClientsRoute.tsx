import { getRouteApi } from '@tanstack/react-router'

import { ClientsPage } from '@/features/connections/ClientsPage'

const route = getRouteApi('/frame/clients')

export function ClientsRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <ClientsPage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
