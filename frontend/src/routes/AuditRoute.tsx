import { getRouteApi } from '@tanstack/react-router'

import { AuditPage } from '@/features/audit/AuditPage'

const route = getRouteApi('/frame/audit')

export function AuditRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <AuditPage
      filters={filters}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
