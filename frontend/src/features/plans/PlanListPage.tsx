import { IconFileUpload, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { LinkButton } from '@/components/LinkButton'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { SearchBox } from '@/components/SearchBox'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useMay } from '@/hooks/useMay'

import { PLAN_STATUSES, planListQuery, type PlanFilters } from './api'
import classes from './PlanListPage.module.css'
import { PlanStatusMark } from './PlanStatusMark'

interface PlanListPageProps {
  filters: PlanFilters
  onFilter: (change: PlanFilters) => void
}

export function PlanListPage({ filters, onFilter }: PlanListPageProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('plan:write')
  const query = useQuery(planListQuery(filters))
  return (
    <>
      <PageHeader title={t('plan.list.title')} actions={mayWrite && <Begin />} />
      <PlanFilterBar filters={filters} onFilter={onFilter} count={query.data?.items.length} />
      <div className={classes.list}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={4} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<NoPlans filtered={Object.values(filters).some(Boolean)} />}
        >
          {({ items }) => (
            <ul className={classes.items}>
              {items.map((plan) => (
                <PlanItem key={plan.id} plan={plan} />
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </>
  )
}

/** The ways to a plan of one’s own. */
function Begin() {
  const { t } = useTranslation()
  return (
    <div className={classes.begin}>
      <LinkButton to="/plans/new" variant="default" leftSection={<IconPlus size={18} aria-hidden="true" />}>
        {t('newPlan.begin')}
      </LinkButton>
      <LinkButton to="/plans/import" leftSection={<IconFileUpload size={18} aria-hidden="true" />}>
        {t('imports.begin')}
      </LinkButton>
    </div>
  )
}

function NoPlans({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation()
  const why = filtered ? 'filtered' : 'none'
  return <EmptyPanel title={t(`plan.empty.${why}.title`)} text={t(`plan.empty.${why}.text`)} />
}

function PlanFilterBar({ filters, onFilter, count }: PlanListPageProps & { count: number | undefined }) {
  const { t } = useTranslation()
  const set = Object.values(filters).some((value) => value !== undefined)
  return (
    <FilterBar
      search={
        <SearchBox
          label={t('plan.search')}
          placeholder={t('plan.searchPlaceholder')}
          value={filters.q}
          onChange={(q) => onFilter({ q })}
        />
      }
      filtersSet={filters.status === undefined ? 0 : 1}
      count={count === undefined ? undefined : t('plan.count', { count })}
      onClear={set ? () => onFilter({ q: undefined, status: undefined }) : undefined}
    >
      <FilterSelect
        label={t('plan.statusLabel')}
        anything={t('plan.anyStatus')}
        value={filters.status}
        options={PLAN_STATUSES.map((value) => ({ value, label: t(`plan.status.${value}`) }))}
        onChange={(status) => onFilter({ status })}
      />
    </FilterBar>
  )
}

function PlanItem({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <li className={classes.item}>
      <Years plan={plan} />
      <div className={classes.words}>
        <p className={classes.unit}>{plan.unit.name}</p>
        <h2 className={classes.title}>
          <Link to="/plans/$planId" params={{ planId: plan.id }}>
            {plan.title}
          </Link>
        </h2>
        <div className={classes.marks}>
          <PlanStatusMark status={plan.status} />
          {plan.sample && <SampleMark />}
        </div>
      </div>
      <p className={classes.count}>
        <strong>{plan.task_count}</strong> {t('plan.tasks', { count: plan.task_count })}
      </p>
      <p className={classes.count}>
        <strong>{plan.target_count}</strong> {t('plan.targets', { count: plan.target_count })}
      </p>
    </li>
  )
}

/** The plan's own year, and the further years that its targets reach. */
function Years({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const last = Math.max(plan.year, ...plan.horizon_years)
  return (
    <p className={classes.year}>
      {plan.year}
      {last > plan.year && <span className={classes.horizon}>{t('plan.until', { year: last })}</span>}
    </p>
  )
}
