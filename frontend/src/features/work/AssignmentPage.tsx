import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { AssignmentDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { DueMark } from '@/components/DueMark'
import { Facts } from '@/components/Facts'
import { Notice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { WorkStatusMark } from '@/components/WorkStatusMark'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'
import { meQuery } from '@/lib/me'

import { assignmentQuery } from './api'
import classes from './AssignmentPage.module.css'
import { writingOf } from './mine'
import { Notes } from './Notes'
import { ReportCard } from './ReportCard'
import { ReportFacts } from './ReportFacts'

interface AssignmentPageProps {
  assignmentId: string
  /** The way back: the plan that asks for it. */
  path: (planId: string) => ReactNode
  /** The words of the task. */
  task: (taskId: string) => ReactNode
  /** Where those who write for the unit say what stands in its way. */
  difficulty?: (taskId: string, unitId: string) => ReactNode
  /** Its proof; `writes` is whether the reader sends for the unit. */
  evidence?: (work: AssignmentDetail, writes: boolean) => ReactNode
  /** What was asked of the unit and how it was chased. */
  followup?: (work: AssignmentDetail) => ReactNode
}

/** What one unit owes for one task, one time; and what it says about it. */
export function AssignmentPage({ assignmentId, path, task, evidence, difficulty, followup }: AssignmentPageProps) {
  const query = useQuery(assignmentQuery(assignmentId))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(work) => (
        <AssignmentView
          work={work}
          path={path(work.plan_id)}
          task={task(work.task.id)}
          evidence={evidence}
          difficulty={difficulty?.(work.task.id, work.unit.id)}
          followup={followup?.(work)}
        />
      )}
    </QueryView>
  )
}

interface AssignmentViewProps {
  work: AssignmentDetail
  path: ReactNode
  task: ReactNode
  evidence: AssignmentPageProps['evidence']
  difficulty: ReactNode
  followup: ReactNode
}

function AssignmentView({ work, path, task, evidence, difficulty, followup }: AssignmentViewProps) {
  const { t } = useTranslation()
  const period = usePeriod()
  const { data: me } = useQuery(meQuery())
  const writing = work.withdrawn ? 'none' : writingOf(me, work.unit.id)
  return (
    <article>
      <PageHeader title={work.task.name} over={path}>
        <UnitName unit={work.unit} />
        <WorkStatusMark status={work.status} />
        <DueMark task={{ due_on: work.due_at, overdue: work.overdue, status: work.status }} />
        <span>{period(work.occurrence)}</span>
      </PageHeader>
      {writing === 'on_behalf' && <Notice tone="info">{t('work.onBehalf', { unit: work.unit.name })}</Notice>}
      {work.withdrawn && <Notice tone="warn">{t('work.withdrawn')}</Notice>}
      <div className={classes.columns}>
        <div className={classes.stack}>
          {writing === 'none' ? <ReportFacts work={work} /> : <ReportCard work={work} writing={writing} />}
          {evidence?.(work, writing !== 'none')}
          <Notes work={work} writable={writing !== 'none'} />
        </div>
        <div className={classes.stack}>
          <Asked work={work} />
          {followup}
          {writing !== 'none' && difficulty}
          {task}
        </div>
      </div>
    </article>
  )
}

/** What is asked, and until when. */
function Asked({ work }: { work: AssignmentDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  return (
    <Card title={t(work.role === 'lead' ? 'work.asked.lead' : 'work.asked.coordinate')}>
      <Facts
        facts={[
          { label: t('work.asked.owes'), value: t(`owes.${work.owes}`) },
          { label: t('work.asked.period'), value: period(work.occurrence) },
          { label: t('work.asked.due'), value: work.due_at ? format.dateTime(work.due_at) : t('work.noDue') },
          { label: t('work.asked.unit'), value: <UnitName unit={work.unit} /> },
          { label: t('work.asked.completed'), value: work.completed_at && format.dateTime(work.completed_at) },
          {
            label: t('work.asked.task'),
            value: (
              <Link to="/tasks/$taskId" params={{ taskId: work.task.id }}>
                {t('work.asked.openTask')}
              </Link>
            ),
          },
        ]}
      />
    </Card>
  )
}
