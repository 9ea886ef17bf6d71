import { getRouteApi } from '@tanstack/react-router'

import { DashboardPage } from '@/features/dashboard/DashboardPage'
import type { LateUnit } from '@/features/dashboard/Decide'
import { Asking } from '@/features/followup/Asking'
import { ChaseMany } from '@/features/followup/ChaseMany'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/dashboard')

export function DashboardRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const mayChase = useMay('chase:write')
  const mayAsk = useMay('clarification:ask')
  const acts = ({ unit, kind }: LateUnit) => (
    <>
      {mayAsk && <Asking unit={{ name: unit.name, kind }} of={{ unit: unit.id, assignment: undefined }} />}
      {mayChase && <ChaseMany over={{ filter: { under: unit.code ?? unit.id, overdue: true } }} />}
    </>
  )
  return (
    <DashboardPage
      search={search}
      acts={mayChase || mayAsk ? acts : undefined}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
