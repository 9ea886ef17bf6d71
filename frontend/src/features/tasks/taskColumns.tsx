import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Task } from '@/api/models'
import type { Column } from '@/components/DataTable'
import { Participants } from '@/components/Participants'
import { useFormat } from '@/hooks/useFormat'
import { endOfDay } from '@/lib/format'

import { DueMark } from '@/components/DueMark'
import { nextOccurrence } from './occurrences'
import classes from './TaskList.module.css'
import { WorkStatusMark } from '@/components/WorkStatusMark'

/** The columns of a list of tasks, of a day gone by where one is given; a column's id is the name the API sorts by. */
export function useTaskColumns(asOf?: string): Column<Task>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const at = asOf === undefined ? undefined : endOfDay(asOf)
    return [
      {
        id: 'number',
        header: t('task.column.number'),
        meta: { place: 'number', width: '72px' },
        accessorKey: 'number',
        cell: ({ row }) => row.original.number,
      },
      {
        id: 'title',
        header: t('task.column.title'),
        meta: { place: 'title' },
        accessorKey: 'title',
        cell: ({ row }) => <Title task={row.original} asOf={asOf} />,
      },
      {
        id: 'deliverables',
        header: t('task.column.deliverables'),
        meta: { shown: 'wide', width: '22%' },
        enableSorting: false,
        cell: ({ row }) => <Products task={row.original} />,
      },
      {
        id: 'lead',
        header: t('task.column.lead'),
        meta: { width: '16%' },
        enableSorting: false,
        cell: ({ row }) => <Participants participations={row.original.participations} part="lead" />,
      },
      {
        id: 'coordinate',
        header: t('task.column.coordinate'),
        meta: { shown: 'wide', width: '14%' },
        enableSorting: false,
        cell: ({ row }) => <Participants participations={row.original.participations} part="coordinate" />,
      },
      {
        id: 'due_on',
        header: t('task.column.schedule'),
        meta: { width: '150px' },
        accessorKey: 'due_on',
        cell: ({ row }) => <When task={row.original} at={at} />,
      },
      {
        id: 'status',
        header: t('task.column.status'),
        meta: { place: 'state', width: '168px' },
        enableSorting: false,
        cell: ({ row }) => <State task={row.original} at={at} />,
      },
    ]
  }, [t, asOf])
}

function Title({ task, asOf }: { task: Task; asOf: string | undefined }) {
  const products = task.deliverables.map((deliverable) => deliverable.title).join('; ')
  return (
    <div className={classes.title} data-sub={task.parent_id !== null || undefined}>
      <Link to="/tasks/$taskId" params={{ taskId: task.id }} search={{ as_of: asOf }}>
        {task.title}
      </Link>
      {products && <p className={classes.products}>{products}</p>}
    </div>
  )
}

function Products({ task }: { task: Task }) {
  return (
    <ul className={classes.plain}>
      {task.deliverables.map((deliverable) => (
        <li key={deliverable.id}>{deliverable.title}</li>
      ))}
    </ul>
  )
}

interface Read {
  task: Task
  at: Date | undefined
}

/** As printed; below it the day the work is due, or what recurs is due next. */
function When({ task, at }: Read) {
  const { t } = useTranslation()
  const format = useFormat()
  const next = nextOccurrence(task.schedule.occurrences, at ?? new Date())
  const recurs = task.schedule.occurrences.length > 1 && next !== null
  const due = recurs ? next.due_at : task.due_on
  return (
    <div>
      <span className={classes.printed}>{task.schedule.text}</span>
      {due && (
        <span className={classes.due}>
          {t(recurs ? 'task.nextDue' : 'task.due', { date: format.date(due) })}
        </span>
      )}
    </div>
  )
}

function State({ task, at }: Read) {
  return (
    <div className={classes.state}>
      <WorkStatusMark status={task.status} />
      <DueMark task={task} at={at} />
    </div>
  )
}
