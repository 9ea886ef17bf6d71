import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { type Over } from '@/features/followup/api'
import { ChaseMany } from '@/features/followup/ChaseMany'
import { planListQuery } from '@/features/plans/api'
import { taskQuery } from '@/features/tasks/api'
import { unitQuery } from '@/features/units/api'
import type { Scope } from '@/features/work/api'
import { AssignmentsPage } from '@/features/work/AssignmentsPage'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/assignments')

/** The name behind a reference in the address; nothing while it is not known. */
function useUnitName(reference: string | undefined) {
  return useQuery({ ...unitQuery(reference ?? '', undefined), enabled: reference !== undefined }).data?.name
}

function useTaskName(reference: string | undefined) {
  return useQuery({ ...taskQuery(reference ?? ''), enabled: reference !== undefined }).data?.title
}

const SETTLED = new Set(['completed', 'cancelled'])

/** Nobody is chased over what is done: the server leaves it out of what a filter finds. */
function overOf(scope: Scope): Over | null {
  if ('chosen' in scope) {
    const open = scope.chosen.filter(({ status }) => !SETTLED.has(status))
    return open.length > 0 ? { assignments: open.map(({ id }) => id) } : null
  }
  const { sort: _sort, open: _open, ...filter } = scope.filters
  return { filter }
}

function Chase({ scope }: { scope: Scope }) {
  const over = overOf(scope)
  return over && <ChaseMany over={over} />
}

export function AssignmentsRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  const mayChase = useMay('chase:write')
  const plans = useQuery(planListQuery({})).data?.items ?? []
  const named = { task: useTaskName(state.task), unit: useUnitName(state.unit), under: useUnitName(state.under) }
  return (
    <AssignmentsPage
      state={state}
      plans={plans}
      named={named}
      chase={mayChase ? (scope) => <Chase scope={scope} /> : undefined}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
