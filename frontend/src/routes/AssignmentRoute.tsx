import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'

import type { AssignmentDetail } from '@/api/models'
import { WorkEvidence } from '@/features/evidence/WorkEvidence'
import { RaiseDifficulty } from '@/features/followup/RaiseDifficulty'
import { UnitFollowup } from '@/features/followup/UnitFollowup'
import { PlanPath } from '@/features/plans/PlanPath'
import { TaskBrief } from '@/features/tasks/TaskBrief'
import { unitQuery } from '@/features/units/api'
import { AssignmentPage } from '@/features/work/AssignmentPage'

const route = getRouteApi('/frame/assignments/$assignmentId')

export function AssignmentRoute() {
  const { assignmentId } = route.useParams()
  return (
    <AssignmentPage
      assignmentId={assignmentId}
      path={(planId) => <PlanPath planId={planId} />}
      task={(taskId) => <TaskBrief taskId={taskId} />}
      evidence={(work, writes) => <WorkEvidence assignment={work.id} unit={work.unit} writes={writes} />}
      difficulty={(task, unit) => <RaiseDifficulty about={{ task, unit }} />}
      followup={(work) => <Followup work={work} />}
    />
  )
}

/** How one speaks to a unit follows from what it is. */
function Followup({ work }: { work: AssignmentDetail }) {
  const { data: unit } = useQuery(unitQuery(work.unit.id, undefined))
  return unit && <UnitFollowup unit={unit} assignment={work.id} />
}
