import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Task } from '@/api/models'
import { Card } from '@/components/Card'
import { type Fact, Facts } from '@/components/Facts'
import { PageHeader } from '@/components/PageHeader'
import { Participants } from '@/components/Participants'
import { PastBanner } from '@/components/PastBanner'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { endOfDay } from '@/lib/format'

import { taskQuery } from './api'
import { Deliverables } from './Deliverables'
import { DueMark } from '@/components/DueMark'
import { Readings } from './Readings'
import { ScheduleCard } from './ScheduleCard'
import classes from './TaskPage.module.css'
import { WorkStatusMark } from '@/components/WorkStatusMark'

interface TaskPageProps {
  taskId: string
  /** The day it is read as of; as it is now when absent. */
  asOf?: string | undefined
  /** The way back: the plan this task stands in. */
  path: (planId: string) => ReactNode
  /** Where one says what stands in the way of the task. */
  difficulty?: (taskId: string) => ReactNode
}

export function TaskPage({ taskId, asOf, path, difficulty }: TaskPageProps) {
  const query = useQuery(taskQuery(taskId, asOf))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(task) => (
        <TaskView
          task={task}
          asOf={asOf}
          path={path(task.plan_id)}
          // What stands in the way today is raised today.
          difficulty={asOf === undefined && difficulty?.(task.id)}
        />
      )}
    </QueryView>
  )
}

interface TaskViewProps {
  task: Task
  asOf: string | undefined
  path: ReactNode
  difficulty: ReactNode
}

function TaskView({ task, asOf, path, difficulty }: TaskViewProps) {
  const { t } = useTranslation()
  const at = asOf === undefined ? undefined : endOfDay(asOf)
  return (
    <article>
      {asOf !== undefined && (
        <PastBanner day={asOf}>
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {t('past.back')}
          </Link>
        </PastBanner>
      )}
      <PageHeader title={task.title} over={path}>
        {task.number !== null && <span>{t('task.numbered', { number: task.number })}</span>}
        <WorkStatusMark status={task.status} />
        <DueMark task={task} at={at} />
        <span>{t('task.percent', { percent: task.percent })}</span>
      </PageHeader>
      <div className={classes.columns}>
        <div className={classes.stack}>
          <ScheduleCard schedule={task.schedule} at={at} />
          <Deliverables deliverables={task.deliverables} />
          <Readings readings={task.readings} />
        </div>
        <div className={classes.stack}>
          <Parties task={task} />
          <More task={task} />
          {difficulty}
        </div>
      </div>
    </article>
  )
}

function Parties({ task }: { task: Task }) {
  const { t } = useTranslation()
  const part = (role: 'lead' | 'coordinate' | 'monitor'): Fact => ({
    label: t(`participants.role.${role}`),
    value: task.participations.some((each) => each.role === role) && (
      <Participants participations={task.participations} part={role} resolved />
    ),
  })
  return (
    <Card title={t('task.parties')}>
      <Facts facts={[part('lead'), part('coordinate'), part('monitor')]} />
    </Card>
  )
}

/** What only some tasks have. */
function More({ task }: { task: Task }) {
  const { t } = useTranslation()
  const facts: Fact[] = [
    { label: t('task.group'), value: task.group && `${task.group.code ?? ''}. ${task.group.name}` },
    { label: t('task.purpose'), value: task.purpose },
    { label: t('task.requirements'), value: task.requirements.length > 0 && <Lines lines={task.requirements} /> },
    { label: t('task.note'), value: task.note },
  ]
  return (
    <Card title={t('task.more')}>
      <Facts facts={facts} />
    </Card>
  )
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <ul className={classes.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
