import { getRouteApi } from '@tanstack/react-router'

import { RaiseDifficulty } from '@/features/followup/RaiseDifficulty'
import { PlanPath } from '@/features/plans/PlanPath'
import { TaskPage } from '@/features/tasks/TaskPage'

const route = getRouteApi('/frame/tasks/$taskId')

export function TaskRoute() {
  const { taskId } = route.useParams()
  const { as_of: asOf } = route.useSearch()
  return (
    <TaskPage
      taskId={taskId}
      asOf={asOf}
      path={(planId) => <PlanPath planId={planId} asOf={asOf} />}
      difficulty={(task) => <RaiseDifficulty about={{ task }} />}
    />
  )
}
