import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Me, MyGrant, WorkCount } from '@/api/models'
import { type Column, DataTable } from '@/components/DataTable'
import { Segments } from '@/components/Segments'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { type CountedBy, countsQuery, OTHERS_VIEWS, type OthersView, type WorkFilters } from './api'
import classes from './WorkPage.module.css'
import { ZaloMessage } from './ZaloMessage'

/** Of whom the work is counted, by role: a department is looked at by its branches, a commune by its schools. */
interface Looking {
  filters: WorkFilters
  unit: CountedBy
  first: OthersView
}

const OF_DEPARTMENT = new Set(['leader', 'coordinator'])
const OF_COMMUNE = new Set(['commune_leader', 'commune_officer'])
const OF_DIVISION = new Set(['division_head', 'officer'])

function lookingOf({ role, unit }: MyGrant): Looking | null {
  if (OF_DEPARTMENT.has(role)) return { filters: { under: unit.id }, unit: 'child', first: 'unit' }
  if (OF_COMMUNE.has(role)) return { filters: { under: unit.id }, unit: 'unit', first: 'unit' }
  // A division sees what others owe to the tasks it leads, wherever they stand.
  return OF_DIVISION.has(role) ? { filters: {}, unit: 'unit', first: 'task' } : null
}

export const looksAfterOthers = (me: Me | undefined) => (me?.grants ?? []).some((grant) => lookingOf(grant) !== null)

interface OwedByOthersProps {
  me: Me
  by: OthersView | undefined
  onBy: (by: OthersView) => void
}

/** What the units that the reader looks after owe, the latest first. */
export function OwedByOthers({ me, by, onBy }: OwedByOthersProps) {
  const { t } = useTranslation()
  const found = me.grants.flatMap((grant) => {
    const looking = lookingOf(grant)
    return looking ? [{ grant, looking }] : []
  })
  const [first] = found
  if (!first) return null
  const view = by ?? first.looking.first
  return (
    <section className={classes.others} aria-label={t('work.others.title')}>
      <div className={classes.othersHead}>
        <h2 className={classes.heading}>{t('work.others.title')}</h2>
        <Segments
          label={t('work.others.by')}
          value={view}
          options={OTHERS_VIEWS.map((value) => ({ value, label: t(`work.others.${value}`) }))}
          onChange={onBy}
        />
      </div>
      {first.looking.filters.under && <ZaloMessage under={first.looking.filters.under} />}
      <Counts looking={first.looking} view={view} own={first.grant.unit.id} />
    </section>
  )
}

interface CountsProps {
  looking: Looking
  view: OthersView
  own: string
}

function Counts({ looking, view, own }: CountsProps) {
  const { t } = useTranslation()
  const query = useQuery(countsQuery(looking.filters, view === 'task' ? 'task' : looking.unit))
  return (
    <div className={classes.sheet}>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.every(({ unit }) => unit?.id === own)}
        empty={<EmptyPanel title={t('work.others.none.title')} text={t('work.others.none.text')} />}
      >
        {({ items, more }) => (
          <>
            <CountTable rows={items.filter(({ unit }) => unit?.id !== own)} view={view} filters={looking.filters} />
            {more && <p className={classes.plain}>{t('work.others.more', { count: items.length })}</p>}
          </>
        )}
      </QueryView>
    </div>
  )
}

interface CountTableProps {
  rows: WorkCount[]
  view: OthersView
  filters: WorkFilters
}

interface Row extends WorkCount {
  id: string
}

/** The first few, which need looking at most; the others when asked for. */
const SHOWN_AT_FIRST = 10

export function CountTable({ rows, view, filters }: CountTableProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const columns = useCountColumns(view, filters)
  const keyed = rows.map((row): Row => ({ ...row, id: (row.unit ?? row.task)?.id ?? '' }))
  const shown = all ? keyed : keyed.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <DataTable caption={t('work.others.title')} columns={columns} rows={shown} />
      {shown.length < keyed.length && (
        <div className={classes.showAll}>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t('work.others.showAll', { count: keyed.length })}
          </Button>
        </div>
      )}
    </>
  )
}

const openOf = (row: WorkCount) => row.not_started + row.in_progress + row.awaiting_confirmation
const allOf = (row: WorkCount) => openOf(row) + row.completed

function useCountColumns(view: OthersView, filters: WorkFilters): Column<Row>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const figure = (id: string, header: string, of: (row: Row) => number, tone?: 'late'): Column<Row> => ({
      id,
      header,
      meta: { width: '128px' },
      cell: ({ row }) => {
        const count = of(row.original)
        return (
          <span className={classes.figure} data-tone={count > 0 ? tone : 'none'}>
            {count}
          </span>
        )
      },
    })
    return [
      {
        id: 'name',
        header: t(view === 'task' ? 'work.column.task' : 'work.column.unit'),
        meta: { place: 'title' },
        cell: ({ row }) => <Name row={row.original} filters={filters} />,
      },
      figure('overdue', t('work.count.overdue'), (row) => row.overdue, 'late'),
      figure('due_soon', t('work.count.due_soon'), (row) => row.due_soon),
      figure('awaiting', t('work.count.awaiting_confirmation'), (row) => row.awaiting_confirmation),
      figure('open', t('work.count.open'), openOf),
      {
        id: 'completed',
        header: t('work.count.completed'),
        meta: { width: '128px' },
        cell: ({ row }) => t('work.count.of', { done: row.original.completed, all: allOf(row.original) }),
      },
    ]
  }, [t, view, filters])
}

/** Leads to the list of what is counted here. */
function Name({ row, filters }: { row: Row; filters: WorkFilters }) {
  const search = row.task ? { ...filters, task: row.task.id } : { under: row.id }
  return (
    <Link to="/assignments" search={search}>
      {(row.task ?? row.unit)?.name}
    </Link>
  )
}
