import { getRouteApi } from '@tanstack/react-router'

import { RaiseDifficulty } from '@/features/followup/RaiseDifficulty'
import { PlanPath } from '@/features/plans/PlanPath'
import { TaskBrief } from '@/features/tasks/TaskBrief'
import { AssignmentPage } from '@/features/work/AssignmentPage'

const route = getRouteApi('/frame/assignments/$assignmentId')

export function AssignmentRoute() {
  const { assignmentId } = route.useParams()
  return (
    <AssignmentPage
      assignmentId={assignmentId}
      path={(planId) => <PlanPath planId={planId} />}
      task={(taskId) => <TaskBrief taskId={taskId} />}
      difficulty={(task, unit) => <RaiseDifficulty about={{ task, unit }} />}
    />
  )
}
