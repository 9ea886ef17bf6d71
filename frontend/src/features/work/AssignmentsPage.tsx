import { Button } from '@mantine/core'
import { IconAlertTriangle, IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Assignment } from '@/api/models'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { LinkButton } from '@/components/LinkButton'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { Segments } from '@/components/Segments'
import { useMay } from '@/hooks/useMay'
import { meQuery } from '@/lib/me'

import { countsQuery, LOOKS, OWES, type Scope, STATUSES, type WorkFilters, type WorkState } from './api'
import classes from './AssignmentsPage.module.css'
import { BulkChange } from './BulkChange'
import { CountStrip } from './CountStrip'
import { ownUnits } from './mine'
import { useHelps } from './useHelps'
import { WorkBoard } from './WorkBoard'
import { WorkTable } from './WorkTable'

/** What the address bar names by an id, in words. */
export interface Named {
  task?: string | undefined
  unit?: string | undefined
  under?: string | undefined
}

interface AssignmentsPageProps {
  state: WorkState
  onChange: (change: WorkState) => void
  /** The plans one can narrow to. */
  plans: readonly { id: string; title: string }[]
  named: Named
  /** Where those who look after work record that they chased over it. */
  chase?: ((scope: Scope) => ReactNode) | undefined
}

const NO_FILTERS: WorkFilters = {
  q: undefined,
  plan: undefined,
  task: undefined,
  unit: undefined,
  under: undefined,
  status: undefined,
  owes: undefined,
  overdue: undefined,
  open: undefined,
}

const settled = (filters: WorkFilters) =>
  Object.keys(NO_FILTERS).filter((name) => filters[name as keyof WorkFilters] !== undefined)

/** All work in the reader's reach, as a table or as a board. */
export function AssignmentsPage({ state, onChange, plans, named, chase }: AssignmentsPageProps) {
  const { t } = useTranslation()
  const { look = 'table', ...filters } = state
  const [chosen, setChosen] = useState<ReadonlyMap<string, Assignment>>(new Map())
  const counts = useQuery(countsQuery(filters))
  const helps = useHelps()
  const mayHandOut = useMay('task:hand_out')
  const set = settled(filters)
  const clear = set.length > 0 ? () => onChange(NO_FILTERS) : undefined
  const count = counts.data?.items[0]
  const total = count && STATUSES.reduce((sum, status) => sum + count[status], 0)
  return (
    <>
      <PageHeader
        title={t('work.list.title')}
        actions={
          <div className={classes.actions}>
            {mayHandOut && (
              <LinkButton
                to="/tasks/outside-plan"
                variant="default"
                leftSection={<IconPlus size={18} aria-hidden="true" />}
              >
                {t('outside.title')}
              </LinkButton>
            )}
            <Segments
              label={t('work.list.look')}
              value={look}
              options={LOOKS.map((value) => ({ value, label: t(`work.list.looks.${value}`) }))}
              onChange={(next) => onChange({ look: next === 'table' ? undefined : next })}
            />
          </div>
        }
      />
      {count && <CountStrip count={count} />}
      <FilterBar
        count={total === undefined ? undefined : t('work.list.count', { count: total })}
        onClear={clear}
        filtersSet={set.filter((name) => name !== 'q').length}
        search={
          <SearchBox
            label={t('work.list.search')}
            placeholder={t('work.list.searchPlaceholder')}
            value={filters.q}
            onChange={(q) => onChange({ q })}
          />
        }
      >
        <Filters filters={filters} onChange={onChange} plans={plans} board={look === 'board'} />
      </FilterBar>
      <Chips filters={filters} named={named} onChange={onChange} />
      {look === 'board' ? (
        <WorkBoard filters={filters} />
      ) : (
        <>
          <BulkChange
            filters={filters}
            narrowed={set.length > 0}
            total={total}
            chosen={[...chosen.values()]}
            chase={chase}
          />
          <WorkTable
            filters={filters}
            onChange={onChange}
            onClear={clear}
            chosen={chosen}
            onChosen={setChosen}
            choosable={helps || chase !== undefined}
          />
        </>
      )}
    </>
  )
}

interface FiltersProps {
  filters: WorkFilters
  onChange: (change: WorkFilters) => void
  plans: AssignmentsPageProps['plans']
  board: boolean
}

function Filters({ filters, onChange, plans, board }: FiltersProps) {
  const { t } = useTranslation()
  return (
    <>
      {plans.length > 1 && (
        <FilterSelect
          label={t('plan.one')}
          anything={t('work.list.anyPlan')}
          value={filters.plan}
          options={plans.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(plan) => onChange({ plan })}
        />
      )}
      <UnderFilter filters={filters} onChange={onChange} />
      {!board && (
        <FilterSelect
          label={t('task.column.status')}
          anything={t('task.anyStatus')}
          value={filters.status}
          options={STATUSES.map((value) => ({ value, label: t(`task.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      )}
      <FilterSelect
        label={t('work.column.owes')}
        anything={t('work.list.anyOwes')}
        value={filters.owes}
        options={OWES.map((value) => ({ value, label: t(`owes.${value}`) }))}
        onChange={(owes) => onChange({ owes })}
      />
      <Button
        variant={filters.overdue ? 'filled' : 'default'}
        aria-pressed={filters.overdue === true}
        leftSection={<IconAlertTriangle size={16} aria-hidden="true" />}
        onClick={() => onChange({ overdue: filters.overdue ? undefined : true })}
      >
        {t('task.onlyOverdue')}
      </Button>
    </>
  )
}

/** The units right below the reader's own that owe something. */
function UnderFilter({ filters, onChange }: Pick<FiltersProps, 'filters' | 'onChange'>) {
  const { t } = useTranslation()
  const [own] = ownUnits(useQuery(meQuery()).data)
  const query = useQuery({ ...countsQuery({ under: own?.id }, 'child'), enabled: own !== undefined })
  const options = (query.data?.items ?? [])
    .flatMap(({ unit }) => (unit ? [{ value: unit.id, label: unit.name }] : []))
    .sort((one, other) => one.label.localeCompare(other.label, 'vi'))
  if (options.length === 0) return null
  return (
    <FilterSelect
      label={t('work.list.under')}
      anything={t('work.list.anyUnder')}
      value={filters.under}
      options={options}
      onChange={(under) => onChange({ under, unit: undefined })}
    />
  )
}

interface ChipsProps {
  filters: WorkFilters
  named: Named
  onChange: (change: WorkFilters) => void
}

/** Filters that came with a link and stand in no list: each said, and each can be taken away. */
function Chips({ filters, named, onChange }: ChipsProps) {
  const { t } = useTranslation()
  const set = (['task', 'unit', 'under'] as const).filter((name) => filters[name] !== undefined)
  if (set.length === 0) return null
  return (
    <ul className={classes.chips} aria-label={t('work.list.narrowed')}>
      {set.map((name) => (
        <li key={name}>
          {t(`work.list.chip.${name}`, { name: named[name] ?? '…' })}
          <button
            type="button"
            aria-label={t('work.list.unchip', { name: named[name] ?? '' })}
            onClick={() => onChange({ [name]: undefined })}
          >
            <IconX size={16} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  )
}
