import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChecks } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Report, Round, RoundCounts } from '@/api/models'
import { Card } from '@/components/Card'
import strip from '@/components/CountStrip.module.css'
import { type Column, DataTable } from '@/components/DataTable'
import { Facts } from '@/components/Facts'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { usePeriod } from '@/hooks/usePeriod'

import { completenessQuery, REPORT_STATUSES, type ReportFilters, reportListQuery, roundQuery, useReceiveClean } from './api'
import { Completeness } from './Completeness'
import { Extending } from './Extending'
import classes from './Reports.module.css'
import { RoundMark } from './RoundsPage'
import { StatusMark } from './StatusMark'

interface RoundPageProps {
  roundId: string
  filters: ReportFilters
  onChange: (change: ReportFilters) => void
}

/** One round: how complete it is, commune by commune, and its reports. */
export function RoundPage({ roundId, filters, onChange }: RoundPageProps) {
  const query = useQuery(roundQuery(roundId))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(round) => (
        <div className={classes.stack}>
          <Head round={round} />
          <MoreTime round={round} under={filters.under} />
          {round.counts.expected > 1 && <Completeness round={round} filters={filters} onChange={onChange} />}
          <Reports round={round} filters={filters} onChange={onChange} />
        </div>
      )}
    </QueryView>
  )
}

function Head({ round }: { round: Round }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  return (
    <>
      <PageHeader title={round.title} over={<Link to="/reporting-rounds">{t('report.rounds')}</Link>}>
        <RoundMark status={round.status} />
        <span>{period(round.period)}</span>
      </PageHeader>
      <CountStrip counts={round.counts} />
      <Facts
        columns
        facts={[
          { label: t('report.column.due'), value: round.due_at ? format.date(round.due_at) : t('report.noDue') },
          { label: t('report.cutoff'), value: round.steps[0] && format.date(round.steps[0].cutoff_on) },
          { label: t('report.opensOn'), value: format.date(round.opens_on) },
          { label: t('report.closesOn'), value: format.date(round.closes_on) },
        ]}
      />
    </>
  )
}

/** More time for the commune that is chosen, or for one unit found below. */
function MoreTime({ round, under }: { round: Round; under: string | undefined }) {
  const { data } = useQuery(completenessQuery(round.id))
  const chosen = data?.items.find(({ unit }) => unit.code === under || unit.id === under)
  if (!round.may.includes('extend') || under === undefined || chosen === undefined) return null
  return (
    <Card title={chosen.unit.name}>
      <Extending key={under} round={round.id} of={{ under }} name={chosen.unit.name} />
    </Card>
  )
}

const SHOWN = ['expected', 'sent', 'received', 'returned', 'late', 'overdue'] as const

function CountStrip({ counts }: { counts: RoundCounts }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <dl className={strip.strip} data-six>
      {SHOWN.map((name) => (
        <div key={name} data-name={name} data-some={counts[name] > 0 || undefined}>
          <dt>{t(`report.count.${name}`)}</dt>
          <dd>{format.number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  )
}

function Reports({ round, filters, onChange }: Omit<RoundPageProps, 'roundId'> & { round: Round }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(reportListQuery(round.id, filters))
  const columns = useColumns()
  const set = [filters.status, filters.overdue, filters.under].filter(Boolean).length
  const narrowed = set > 0 || filters.q !== undefined
  const clear = narrowed
    ? () => onChange({ q: undefined, status: undefined, overdue: undefined, under: undefined })
    : undefined
  const count = query.data?.total ?? undefined
  return (
    <Card title={t('report.list')} aside={<ReceiveClean round={round} under={filters.under} />} flush>
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

/** Receives all that wait for the reader and lack nothing, without waiting for the last. */
function ReceiveClean({ round, under }: { round: Round; under: string | undefined }) {
  const { t } = useTranslation()
  const receive = useReceiveClean(round.id)
  const may = useMay('report:receive')
  if (!may || round.counts.sent === 0) return receive.data ? <Received count={receive.data.received} /> : null
  return (
    <div className={classes.acts}>
      <ProblemNotice error={receive.error} />
      {receive.data && <Received count={receive.data.received} />}
      <Button
        variant="default"
        leftSection={<IconChecks size={16} aria-hidden="true" />}
        loading={receive.isPending}
        onClick={() => receive.mutate(under)}
      >
        {t('report.receiveClean')}
      </Button>
    </div>
  )
}

function Received({ count }: { count: number }) {
  const { t } = useTranslation()
  return <Notice tone="good">{t('report.received', { count })}</Notice>
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
