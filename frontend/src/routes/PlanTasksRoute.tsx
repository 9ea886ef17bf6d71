import { getRouteApi } from '@tanstack/react-router'

import { TaskList } from '@/features/tasks/TaskList'

const route = getRouteApi('/frame/plans/$planId/')

export function PlanTasksRoute() {
  const { planId } = route.useParams()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <TaskList
      planId={planId}
      filters={filters}
      onFilter={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
