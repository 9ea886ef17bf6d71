import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Assignment } from '@/api/models'
import { type Column, DataTable } from '@/components/DataTable'
import { DueMark } from '@/components/DueMark'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { WorkStatusMark } from '@/components/WorkStatusMark'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { type WorkFilters, workListQuery, type WorkSort } from './api'
import classes from './AssignmentsPage.module.css'

interface WorkTableProps {
  filters: WorkFilters
  onChange: (change: WorkFilters) => void
  onClear: (() => void) | undefined
  /** Rows chosen for a change of many, by id; they stay chosen over pages and filters. */
  chosen: ReadonlyMap<string, Assignment>
  onChosen: (chosen: ReadonlyMap<string, Assignment>) => void
  /** Whether there is anything to do with rows once they are chosen. */
  choosable: boolean
}

/** Work as a table, a page at a time; what is due first stands first. */
export function WorkTable({ filters, onChange, onClear, chosen, onChosen, choosable }: WorkTableProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(workListQuery(filters))
  const shown = useWorkColumns()
  const choice = useChoiceColumn(chosen, onChosen)
  const columns = choosable ? [choice, ...shown] : shown
  return (
    <div className={classes.sheet}>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<NoWork onClear={onClear} />}
      >
        {({ items }) => (
          <DataTable
            caption={t('work.list.title')}
            columns={columns}
            rows={items}
            sort={filters.sort ?? 'due_at'}
            onSort={(sort) => onChange({ sort: sort as WorkSort | undefined })}
          />
        )}
      </QueryView>
      <ShowMore of={query} foot />
    </div>
  )
}

function NoWork({ onClear }: { onClear: (() => void) | undefined }) {
  const { t } = useTranslation()
  const why = onClear ? 'filtered' : 'none'
  return (
    <EmptyPanel
      title={t(`work.list.empty.${why}.title`)}
      text={t(`work.list.empty.${why}.text`)}
      action={onClear && <Button onClick={onClear}>{t('action.clearFilters')}</Button>}
    />
  )
}

/** A box in front of each row, which says what it chooses. */
function useChoiceColumn(
  chosen: WorkTableProps['chosen'],
  onChosen: WorkTableProps['onChosen'],
): Column<Assignment> {
  const { t } = useTranslation()
  return useMemo(() => {
    function toggle(work: Assignment) {
      const next = new Map(chosen)
      if (!next.delete(work.id)) next.set(work.id, work)
      onChosen(next)
    }
    return {
      id: 'chosen',
      header: t('work.bulk.choose'),
      meta: { place: 'number', width: '64px' },
      enableSorting: false,
      cell: ({ row }) => (
        <input
          type="checkbox"
          className={classes.box}
          aria-label={t('work.bulk.chooseOne', { task: row.original.task.name, unit: row.original.unit.name })}
          checked={chosen.has(row.original.id)}
          onChange={() => toggle(row.original)}
        />
      ),
    }
  }, [t, chosen, onChosen])
}

/** A column's id is the name the API sorts by. */
function useWorkColumns(): Column<Assignment>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'task',
        header: t('work.column.task'),
        meta: { place: 'title' },
        enableSorting: false,
        cell: ({ row }) => <Title work={row.original} />,
      },
      {
        id: 'unit',
        header: t('work.column.unit'),
        meta: { width: '22%' },
        enableSorting: false,
        cell: ({ row }) => <UnitName unit={row.original.unit} />,
      },
      {
        id: 'owes',
        header: t('work.column.owes'),
        meta: { shown: 'wide', width: '14%' },
        enableSorting: false,
        cell: ({ row }) => t(`owes.${row.original.owes}`),
      },
      {
        id: 'person',
        header: t('work.column.person'),
        meta: { shown: 'wide', width: '12%' },
        enableSorting: false,
        cell: ({ row }) => row.original.person,
      },
      {
        id: 'due_at',
        header: t('work.column.due'),
        meta: { width: '130px' },
        accessorKey: 'due_at',
        cell: ({ row }) => <Due work={row.original} />,
      },
      {
        id: 'updated_at',
        header: t('work.column.updated'),
        meta: { width: '130px' },
        accessorKey: 'updated_at',
        cell: ({ row }) => <Updated work={row.original} />,
      },
      {
        id: 'status',
        header: t('task.column.status'),
        meta: { place: 'state', width: '168px' },
        enableSorting: false,
        cell: ({ row }) => <State work={row.original} />,
      },
    ],
    [t],
  )
}

function Title({ work }: { work: Assignment }) {
  const period = usePeriod()
  return (
    <div className={classes.title}>
      <Link to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
        {work.task.name}
      </Link>
      <span className={classes.soft}>{period(work.occurrence)}</span>
    </div>
  )
}

function Due({ work }: { work: Assignment }) {
  const { t } = useTranslation()
  const format = useFormat()
  return work.due_at ? format.date(work.due_at) : t('work.noDue')
}

function Updated({ work }: { work: Assignment }) {
  const format = useFormat()
  return format.date(work.updated_at)
}

function State({ work }: { work: Assignment }) {
  return (
    <div className={classes.state}>
      <WorkStatusMark status={work.status} />
      <DueMark task={{ due_on: work.due_at, overdue: work.overdue, status: work.status }} />
    </div>
  )
}
