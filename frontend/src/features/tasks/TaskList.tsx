import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Task } from '@/api/models'
import { DataTable, type RowGroup } from '@/components/DataTable'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { type TaskFilters, taskListQuery, type TaskSort } from './api'
import { GroupHeading } from './GroupHeading'
import { useTaskColumns } from './taskColumns'
import { TaskFilterBar } from './TaskFilterBar'
import classes from './TaskList.module.css'

export interface TaskListProps {
  filters: TaskFilters
  onFilter: (change: TaskFilters) => void
  /** Fixed when the list is a part of one plan's page. */
  planId?: string
}

const NO_FILTERS: TaskFilters = {
  q: undefined,
  plan: undefined,
  group: undefined,
  lead: undefined,
  status: undefined,
  overdue: undefined,
}

function isFiltered({ sort: _sort, as_of: _day, ...filters }: TaskFilters): boolean {
  return Object.values<unknown>(filters).some((value) => value !== undefined)
}

/** Tasks of one plan, or of every plan in reach, with the address bar's filters. */
export function TaskList({ filters, onFilter, planId }: TaskListProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(taskListQuery(planId ? { ...filters, plan: planId } : filters))
  const clear = isFiltered(filters) ? () => onFilter(NO_FILTERS) : undefined
  const count = query.data?.total ?? query.data?.items.length
  return (
    <>
      <TaskFilterBar
        filters={filters}
        onFilter={onFilter}
        planId={planId}
        count={count === undefined ? undefined : t('task.count', { count })}
        onClear={clear}
      />
      <div className={classes.sheet}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={<NoTasks onClear={clear} />}
        >
          {({ items }) => (
            <TaskTable tasks={items} filters={filters} onFilter={onFilter} inPlan={planId !== undefined} />
          )}
        </QueryView>
        <ShowMore of={query} foot />
      </div>
    </>
  )
}

interface TaskTableProps {
  tasks: Task[]
  filters: TaskFilters
  onFilter: (change: TaskFilters) => void
  inPlan: boolean
}

function TaskTable({ tasks, filters, onFilter, inPlan }: TaskTableProps) {
  const { t } = useTranslation()
  const columns = useTaskColumns(filters.as_of)
  const grouped = inPlan && filters.sort === undefined
  return (
    <DataTable
      caption={t('task.list.title')}
      columns={columns}
      rows={tasks}
      sort={filters.sort}
      onSort={(sort) => onFilter({ sort: sort as TaskSort | undefined })}
      groupOf={grouped ? groupOf : undefined}
    />
  )
}

function groupOf({ group }: Task): RowGroup | null {
  return group && { key: group.id, heading: <GroupHeading group={group} /> }
}

function NoTasks({ onClear }: { onClear: (() => void) | undefined }) {
  const { t } = useTranslation()
  const why = onClear ? 'filtered' : 'none'
  return (
    <EmptyPanel
      title={t(`task.empty.${why}.title`)}
      text={t(`task.empty.${why}.text`)}
      action={onClear && <Button onClick={onClear}>{t('action.clearFilters')}</Button>}
    />
  )
}
