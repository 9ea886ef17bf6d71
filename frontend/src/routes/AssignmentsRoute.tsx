import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import { planListQuery } from '@/features/plans/api'
import { taskQuery } from '@/features/tasks/api'
import { unitQuery } from '@/features/units/api'
import { AssignmentsPage } from '@/features/work/AssignmentsPage'

const route = getRouteApi('/frame/assignments')

/** The name behind a reference in the address; nothing while it is not known. */
function useUnitName(reference: string | undefined) {
  return useQuery({ ...unitQuery(reference ?? '', undefined), enabled: reference !== undefined }).data?.name
}

function useTaskName(reference: string | undefined) {
  return useQuery({ ...taskQuery(reference ?? ''), enabled: reference !== undefined }).data?.title
}

export function AssignmentsRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  const plans = useQuery(planListQuery({})).data?.items ?? []
  const named = { task: useTaskName(state.task), unit: useUnitName(state.unit), under: useUnitName(state.under) }
  return (
    <AssignmentsPage
      state={state}
      plans={plans}
      named={named}
      onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
