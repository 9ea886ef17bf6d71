import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { SearchBox } from '@/components/SearchBox'

import { TASK_SORTS, TASK_STATUSES, type TaskFilters, taskGroupsQuery, taskListQuery, type TaskSort } from './api'
import classes from './TaskList.module.css'

/** A translation key cannot begin with “-”. */
const SORT_WORDS = {
  number: 'number',
  '-number': 'numberDown',
  title: 'title',
  '-title': 'titleDown',
  due_on: 'due',
  '-due_on': 'dueDown',
} as const satisfies Record<TaskSort, string>

interface TaskFilterBarProps {
  filters: TaskFilters
  onFilter: (change: TaskFilters) => void
  planId: string | undefined
  count: string | undefined
  onClear: (() => void) | undefined
}

function countSet({ q: _q, as_of: _day, ...filters }: TaskFilters): number {
  return Object.values<unknown>(filters).filter((value) => value !== undefined).length
}

export function TaskFilterBar({ filters, onFilter, planId, count, onClear }: TaskFilterBarProps) {
  const { t } = useTranslation()
  return (
    <FilterBar
      count={count}
      onClear={onClear}
      filtersSet={countSet(filters)}
      search={
        <SearchBox
          label={t('task.search')}
          placeholder={t('task.searchPlaceholder')}
          value={filters.q}
          onChange={(q) => onFilter({ q })}
        />
      }
    >
      {planId && <PlanFilters filters={filters} onFilter={onFilter} planId={planId} />}
      <FilterSelect
        label={t('task.column.status')}
        anything={t('task.anyStatus')}
        value={filters.status}
        options={TASK_STATUSES.map((value) => ({ value, label: t(`task.status.${value}`) }))}
        onChange={(status) => onFilter({ status })}
      />
      <div className={classes.sort}>
        <FilterSelect
          label={t('task.sort.label')}
          anything={t('task.sort.plan')}
          value={filters.sort}
          options={TASK_SORTS.map((value) => ({ value, label: t(`task.sort.${SORT_WORDS[value]}`) }))}
          onChange={(sort) => onFilter({ sort })}
        />
      </div>
      <Button
        variant={filters.overdue ? 'filled' : 'default'}
        aria-pressed={filters.overdue === true}
        leftSection={<IconAlertTriangle size={16} aria-hidden="true" />}
        onClick={() => onFilter({ overdue: filters.overdue ? undefined : true })}
      >
        {t('task.onlyOverdue')}
      </Button>
    </FilterBar>
  )
}

interface PlanFiltersProps {
  filters: TaskFilters
  onFilter: (change: TaskFilters) => void
  planId: string
}

/** What can be chosen within one plan: its groups, and the units that lead its tasks. */
function PlanFilters({ filters, onFilter, planId }: PlanFiltersProps) {
  const { t } = useTranslation()
  const groups = useQuery(taskGroupsQuery(planId)).data?.items ?? []
  const leads = useLeads(planId)
  return (
    <>
      <FilterSelect
        label={t('task.group')}
        anything={t('task.anyGroup')}
        value={filters.group}
        options={groups.map(({ id, code, title }) => ({ value: id, label: `${code}. ${title}` }))}
        onChange={(group) => onFilter({ group })}
      />
      <FilterSelect
        label={t('task.column.lead')}
        anything={t('task.anyLead')}
        value={filters.lead}
        options={leads}
        onChange={(lead) => onFilter({ lead })}
      />
    </>
  )
}

function useLeads(planId: string) {
  const tasks = useInfiniteQuery(taskListQuery({ plan: planId })).data?.items
  return useMemo(() => {
    const names = new Map<string, string>()
    for (const { role, unit } of (tasks ?? []).flatMap((task) => task.participations)) {
      if (role === 'lead' && unit) names.set(unit.id, unit.name)
    }
    return [...names]
      .map(([value, label]) => ({ value, label }))
      .sort((one, other) => one.label.localeCompare(other.label, 'vi'))
  }, [tasks])
}
