import { Button } from '@mantine/core'
import { IconAlertTriangle, IconZoomExclamation } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Report, Round } from '@/api/models'
import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { REPORT_STATUSES, type ReportFilters, reportListQuery, type Waiting, waitingQuery } from './api'
import { Receiving } from './Receiving'
import classes from './Reports.module.css'
import { StatusMark } from './StatusMark'

interface ReportListProps {
  round: Round
  filters: ReportFilters
  onChange: (change: ReportFilters) => void
}

/** The reports of a round, found, narrowed, chosen and received. */
export function ReportList({ round, filters, onChange }: ReportListProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(reportListQuery(round.id, filters))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const waiting = useWaiting(round, filters)
  const receives = waiting.clean + waiting.flawed > 0
  const choice = useChoice(chosen, setChosen)
  const shown = useColumns()
  const columns = receives ? [choice, ...shown] : shown
  const set = [filters.status, filters.overdue, filters.under, filters.flawed].filter(Boolean).length
  const narrowed = set > 0 || filters.q !== undefined
  const clear = narrowed
    ? () => onChange({ q: undefined, status: undefined, overdue: undefined, under: undefined, flawed: undefined })
    : undefined
  const count = query.data?.total ?? undefined
  return (
    <Card
      title={t('report.list')}
      aside={<Receive waiting={waiting} round={round} filters={filters} chosen={[...chosen]} onDone={() => setChosen(new Set())} />}
      flush
    >
      <FilterBar
        count={count === undefined ? undefined : t('report.listed', { count })}
        onClear={clear}
        filtersSet={set}
        search={
          <SearchBox
            label={t('report.search')}
            placeholder={t('report.searchPlaceholder')}
            value={filters.q}
            onChange={(q) => onChange({ q })}
          />
        }
      >
        <FilterSelect
          label={t('report.column.status')}
          anything={t('report.anyStatus')}
          value={filters.status}
          options={REPORT_STATUSES.map((value) => ({ value, label: t(`report.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
        <Button
          variant={filters.overdue ? 'filled' : 'default'}
          aria-pressed={filters.overdue === true}
          leftSection={<IconAlertTriangle size={16} aria-hidden="true" />}
          onClick={() => onChange({ overdue: filters.overdue ? undefined : true })}
        >
          {t('task.onlyOverdue')}
        </Button>
        {(waiting.flawed > 0 || filters.flawed) && (
          <Button
            variant={filters.flawed ? 'filled' : 'default'}
            aria-pressed={filters.flawed === true}
            leftSection={<IconZoomExclamation size={16} aria-hidden="true" />}
            onClick={() => onChange({ flawed: filters.flawed ? undefined : true })}
          >
            {t('report.onlyFlawed')}
          </Button>
        )}
      </FilterBar>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel title={t('report.noReports.title')} text={t('report.noReports.text')} />}
      >
        {({ items }) => <DataTable caption={t('report.list')} columns={columns} rows={items} />}
      </QueryView>
      <ShowMore of={query} foot />
    </Card>
  )
}

/** Receives the reports chosen, or all that wait for the reader as the list is narrowed and lack nothing. */
function Receive({ round, filters, chosen, waiting, onDone }: ReceiveProps) {
  const may = useMay('report:receive')
  if (!may) return null
  const { under, q } = filters
  return (
    <div className={classes.acts}>
      <Receiving
        which={chosen.length > 0 ? { ids: [...chosen] } : { round: round.id, under, q }}
        waiting={chosen.length > 0 ? { clean: chosen.length, flawed: 0 } : waiting}
        onDone={onDone}
      />
    </div>
  )
}

interface ReceiveProps {
  round: Round
  filters: ReportFilters
  chosen: readonly string[]
  waiting: Waiting
  onDone: () => void
}

const NONE: Waiting = { clean: 0, flawed: 0 }

/** How many of the list wait for the reader; for nobody who does not receive. */
function useWaiting({ id, counts }: Round, filters: ReportFilters): Waiting {
  const asks = useMay('report:receive') && counts.sent > 0
  const { data } = useQuery({ ...waitingQuery(id, filters), enabled: asks })
  return asks && data !== undefined ? data : NONE
}

/** A box in front of each report that waits. */
function useChoice(chosen: ReadonlySet<string>, onChosen: (chosen: ReadonlySet<string>) => void): Column<Report> {
  const { t } = useTranslation()
  return useMemo(() => {
    function toggle(id: string) {
      const next = new Set(chosen)
      if (!next.delete(id)) next.add(id)
      onChosen(next)
    }
    return {
      id: 'chosen',
      header: t('report.pick.column'),
      meta: { place: 'number', width: '64px' },
      cell: ({ row: { original: report } }) =>
        report.receivable && (
          <input
            type="checkbox"
            className={classes.box}
            aria-label={t('report.pick.one', { unit: report.unit.name })}
            checked={chosen.has(report.id)}
            onChange={() => toggle(report.id)}
          />
        ),
    }
  }, [t, chosen, onChosen])
}

function useColumns(): Column<Report>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'unit',
        header: t('report.column.unit'),
        meta: { place: 'title' },
        cell: ({ row }) => (
          <Link to="/reports/$reportId" params={{ reportId: row.original.id }}>
            {row.original.unit.name}
          </Link>
        ),
      },
      {
        id: 'to',
        header: t('report.column.to'),
        meta: { shown: 'wide', width: '24%' },
        cell: ({ row }) => row.original.to.name,
      },
      {
        id: 'due',
        header: t('report.column.due'),
        meta: { width: '120px' },
        cell: ({ row }) => <Moment at={row.original.due_at} />,
      },
      {
        id: 'sent',
        header: t('report.column.sent'),
        meta: { width: '120px' },
        cell: ({ row }) => <Moment at={row.original.sent_at} />,
      },
      {
        id: 'status',
        header: t('report.column.status'),
        meta: { place: 'state', width: '220px' },
        cell: ({ row }) => <StatusMark report={row.original} />,
      },
    ],
    [t],
  )
}

function Moment({ at }: { at: string | null }) {
  const format = useFormat()
  return at && format.date(at)
}
