import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { ChildPlan, ChildPlanCall } from '@/api/models'
import { type Column, DataTable } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { childPlanListQuery, type ChildPlanFilters, communesQuery, STANDINGS } from './api'
import classes from './ChildPlans.module.css'
import { PaperOf } from './PaperOf'
import { StandingMark } from './StandingMark'

interface ChildPlanListProps {
  planId: string
  call: ChildPlanCall
  filters: ChildPlanFilters
  onFilter: (change: ChildPlanFilters) => void
}

const NO_FILTERS: ChildPlanFilters = { q: undefined, under: undefined, status: undefined }

/** Unit by unit: who has issued its own plan, in time or late, and who has none. */
export function ChildPlanList({ planId, call, filters, onFilter }: ChildPlanListProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(childPlanListQuery(planId, filters))
  const columns = useColumns()
  const filtered = Object.values(filters).some((value) => value !== undefined)
  const clear = filtered ? () => onFilter(NO_FILTERS) : undefined
  const total = query.data?.total ?? undefined
  return (
    <>
      <Bar filters={filters} onFilter={onFilter} total={total} onClear={clear} />
      <div className={classes.sheet}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={<Nobody why={filtered ? 'filtered' : call.due_on === null ? 'uncalled' : 'none'} />}
        >
          {({ items }) => (
            <DataTable
              caption={t('childPlan.list')}
              columns={columns}
              rows={items.map((child) => ({ ...child, id: child.unit.id }))}
            />
          )}
        </QueryView>
        <ShowMore of={query} foot />
      </div>
    </>
  )
}

function Nobody({ why }: { why: 'filtered' | 'uncalled' | 'none' }) {
  const { t } = useTranslation()
  return <EmptyPanel title={t(`childPlan.empty.${why}.title`)} text={t(`childPlan.empty.${why}.text`)} />
}

interface BarProps extends Pick<ChildPlanListProps, 'filters' | 'onFilter'> {
  total: number | undefined
  onClear: (() => void) | undefined
}

function Bar({ filters, onFilter, total, onClear }: BarProps) {
  const { t } = useTranslation()
  const { data: communes = [] } = useQuery(communesQuery())
  return (
    <FilterBar
      search={
        <SearchBox
          label={t('childPlan.search')}
          placeholder={t('childPlan.searchPlaceholder')}
          value={filters.q}
          onChange={(q) => onFilter({ q })}
        />
      }
      filtersSet={[filters.under, filters.status].filter((value) => value !== undefined).length}
      count={total === undefined ? undefined : t('childPlan.count', { count: total })}
      onClear={onClear}
    >
      {communes.length > 1 && (
        <FilterSelect
          label={t('childPlan.under')}
          anything={t('childPlan.anyUnder')}
          value={filters.under}
          options={communes.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(under) => onFilter({ under })}
        />
      )}
      <FilterSelect
        label={t('childPlan.column.status')}
        anything={t('plan.anyStatus')}
        value={filters.status}
        options={STANDINGS.map((value) => ({ value, label: t(`childPlan.status.${value}`) }))}
        onChange={(status) => onFilter({ status })}
      />
    </FilterBar>
  )
}

type Row = ChildPlan & { id: string }

function useColumns(): Column<Row>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('childPlan.column.unit'),
        meta: { place: 'title' },
        cell: ({ row }) => <UnitName unit={row.original.unit} />,
      },
      {
        id: 'paper',
        header: t('childPlan.column.paper'),
        meta: { width: '46%' },
        cell: ({ row }) => (
          <div className={classes.words}>
            <PaperOf child={row.original} />
          </div>
        ),
      },
      {
        id: 'status',
        header: t('childPlan.column.status'),
        meta: { place: 'state', width: '190px' },
        cell: ({ row }) => <StandingMark status={row.original.status} />,
      },
    ],
    [t],
  )
}
