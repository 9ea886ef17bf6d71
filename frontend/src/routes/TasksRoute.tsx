import { getRouteApi } from '@tanstack/react-router'

import { TaskListPage } from '@/features/tasks/TaskListPage'

const route = getRouteApi('/frame/tasks')

export function TasksRoute() {
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <TaskListPage
      filters={filters}
      onFilter={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}
    />
  )
}
