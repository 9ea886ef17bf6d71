import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Plan, Target, TargetGroup } from '@/api/models'
import { DataTable, type RowGroup } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { type TargetFilters, targetListQuery } from './api'
import { IndicatorDetail } from './IndicatorDetail'
import { StandingStrip } from './StandingStrip'
import { useTargetColumns } from './targetColumns'
import classes from './TargetList.module.css'
import { type Results, useResults } from './useResults'

export interface TargetListProps {
  filters: TargetFilters
  onFilter: (change: TargetFilters) => void
  /** The target whose measure is unfolded; it stands in the address bar. */
  open: string | undefined
  onOpen: (targetId: string | undefined) => void
  /** Given when the list is a part of one plan's page. */
  plan?: Pick<Plan, 'id' | 'target_groups' | 'unit' | 'year' | 'status'>
}

/** Targets of one plan, or of every plan in reach; each unfolds to what it measures. */
export function TargetList({ filters, onFilter, open, onOpen, plan }: TargetListProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(targetListQuery(plan ? { ...filters, plan: plan.id } : filters))
  // What targets have come to is of today, not of the day one reads the plan as of.
  const results = useResults(filters.as_of === undefined ? plan : undefined)
  const clear = filters.q === undefined ? undefined : () => onFilter({ q: undefined })
  const count = query.data?.total ?? query.data?.items.length
  return (
    <>
      <FilterBar
        count={count === undefined ? undefined : t('target.count', { count })}
        onClear={clear}
        search={
          <SearchBox
            label={t('target.search')}
            placeholder={t('target.searchPlaceholder')}
            value={filters.q}
            onChange={(q) => onFilter({ q })}
          />
        }
      />
      {results && query.data && <StandingStrip targets={query.data.items} results={results} />}
      <div className={classes.sheet}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={<NoTargets onClear={clear} />}
        >
          {({ items }) => (
            <TargetTable targets={items} groups={plan?.target_groups} results={results} open={open} onOpen={onOpen} />
          )}
        </QueryView>
        <ShowMore of={query} foot />
      </div>
    </>
  )
}

interface TargetTableProps extends Pick<TargetListProps, 'open' | 'onOpen'> {
  targets: Target[]
  groups: readonly TargetGroup[] | undefined
  results: Results | undefined
}

function TargetTable({ targets, groups, results, open, onOpen }: TargetTableProps) {
  const { t } = useTranslation()
  const columns = useTargetColumns(targets, { open, onOpen }, results?.of)
  return (
    <DataTable
      caption={t('target.list.title')}
      columns={columns}
      rows={targets}
      groupOf={groups && ((target) => groupOf(target, groups))}
      detail={(target) => target.id === open && <IndicatorDetail target={target} judged={results?.of(target)} />}
    />
  )
}

/** Under the heading that the plan prints; a code that it does not explain stands for itself. */
function groupOf({ group }: Target, groups: readonly TargetGroup[]): RowGroup | null {
  if (group === null) return null
  const title = groups.find(({ code }) => code === group)?.title
  return {
    key: group,
    heading: <span className={classes.group}>{title ? `${group}. ${title}` : group}</span>,
  }
}

function NoTargets({ onClear }: { onClear: (() => void) | undefined }) {
  const { t } = useTranslation()
  const why = onClear ? 'filtered' : 'none'
  return (
    <EmptyPanel
      title={t(`target.empty.${why}.title`)}
      text={t(`target.empty.${why}.text`)}
      action={onClear && <Button onClick={onClear}>{t('action.clearFilters')}</Button>}
    />
  )
}
