import { getRouteApi } from '@tanstack/react-router'

import { RaiseDifficulty } from '@/features/followup/RaiseDifficulty'
import { PlanPath } from '@/features/plans/PlanPath'
import { TaskPage } from '@/features/tasks/TaskPage'

const route = getRouteApi('/frame/tasks/$taskId')

export function TaskRoute() {
  const { taskId } = route.useParams()
  return (
    <TaskPage
      taskId={taskId}
      path={(planId) => <PlanPath planId={planId} />}
      difficulty={(task) => <RaiseDifficulty about={{ task }} />}
    />
  )
}
