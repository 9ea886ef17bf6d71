import { getRouteApi } from '@tanstack/react-router'

import { PeoplePage } from '@/features/people/PeoplePage'

const route = getRouteApi('/frame/users')

export function UsersRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <PeoplePage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
