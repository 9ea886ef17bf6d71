import { getRouteApi } from '@tanstack/react-router'

import type { Ref } from '@/api/models'
import { DashboardPage } from '@/features/dashboard/DashboardPage'
import { ChaseMany } from '@/features/followup/ChaseMany'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/dashboard')

const chase = (unit: Ref) => <ChaseMany over={{ filter: { under: unit.code ?? unit.id, overdue: true } }} />

export function DashboardRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayChase = useMay('chase:write')
  return (
    <DashboardPage
      search={search}
      chase={mayChase ? chase : undefined}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })}
    />
  )
}
