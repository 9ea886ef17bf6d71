import { getRouteApi } from '@tanstack/react-router'

import { JobsPage } from '@/features/jobs/JobsPage'

const route = getRouteApi('/frame/jobs')

export function JobsRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <JobsPage
      filters={filters}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
