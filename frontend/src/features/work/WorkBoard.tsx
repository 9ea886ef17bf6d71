import { NativeSelect } from '@mantine/core'
import { IconSelector } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Assignment, Me, TaskStatus } from '@/api/models'
import { DueMark } from '@/components/DueMark'
import { ProblemNotice } from '@/components/Notice'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { meQuery } from '@/lib/me'

import { STATUSES, useChangeWork, type WorkFilters, workListQuery } from './api'
import classes from './AssignmentsPage.module.css'
import { writingOf } from './mine'

const SHOWN = 20

/** Work by where it stands. A card is moved by choosing its state: with a finger, a mouse or the keyboard alike. */
export function WorkBoard({ filters }: { filters: WorkFilters }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery())
  const change = useChangeWork()
  const move = (work: Assignment, status: TaskStatus) =>
    change.mutate({ id: work.id, version: work.version, patch: { status } })
  const moved = change.data
  return (
    <>
      <ProblemNotice error={change.error} />
      <p role="status" className={classes.nothing}>
        {moved && t('work.board.moved', { task: moved.task.name, status: t(`task.status.${moved.status}`) })}
      </p>
      <div className={classes.board}>
        {STATUSES.map((status) => (
          <Column key={status} status={status} filters={filters} me={me} moved={moved?.id} onMove={move} />
        ))}
      </div>
    </>
  )
}

interface ColumnProps {
  status: TaskStatus
  filters: WorkFilters
  me: Me | undefined
  moved: string | undefined
  onMove: (work: Assignment, status: TaskStatus) => void
}

function Column({ status, filters, me, moved, onMove }: ColumnProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(workListQuery({ ...filters, status }, SHOWN))
  const name = t(`task.status.${status}`)
  return (
    <section className={classes.column} aria-label={name}>
      <h2 className={classes.columnTitle}>
        {name} <span>{query.data?.total}</span>
      </h2>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton rows={3} />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className={classes.nothing}>{t('work.board.nothing')}</p>}
      >
        {({ items }) => (
          <ul className={classes.cards}>
            {items.map((work) => (
              <Card key={work.id} work={work} me={me} moved={work.id === moved} onMove={onMove} />
            ))}
          </ul>
        )}
      </QueryView>
      <ShowMore of={query} variant="subtle" fullWidth />
    </section>
  )
}

interface CardProps {
  work: Assignment
  me: Me | undefined
  moved: boolean
  onMove: ColumnProps['onMove']
}

function Card({ work, me, moved, onMove }: CardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const writing = work.withdrawn ? 'none' : writingOf(me, work.unit.id)
  const allowed = STATUSES.filter((each) => each !== 'cancelled' || writing === 'on_behalf' || work.status === each)
  return (
    <li className={classes.card} data-moved={moved || undefined}>
      <DueMark task={{ due_on: work.due_at, overdue: work.overdue, status: work.status }} />
      <h3 className={classes.cardTitle}>
        <Link to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
          {work.task.name}
        </Link>
      </h3>
      <span className={classes.soft}>{work.unit.name}</span>
      <span className={classes.soft}>
        {work.due_at ? t('task.due', { date: format.date(work.due_at) }) : t('work.noDue')}
      </span>
      {writing !== 'none' && (
        <NativeSelect
          className={classes.move}
          size="xs"
          aria-label={t('work.board.move', { task: work.task.name, unit: work.unit.name })}
          rightSection={<IconSelector size={14} aria-hidden="true" />}
          data={allowed.map((value) => ({ value, label: t(`task.status.${value}`) }))}
          value={work.status}
          onChange={(event) => onMove(work, event.currentTarget.value as TaskStatus)}
        />
      )}
    </li>
  )
}
