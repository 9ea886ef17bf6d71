import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Round } from '@/api/models'
import type { Column } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { PageHeader } from '@/components/PageHeader'
import { ReportingParts } from '@/components/ReportingParts'
import { RowsView } from '@/components/RowsView'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { ROUND_STATUSES, type RoundFilters, roundListQuery } from './api'
import { RegimeList } from './RegimeList'
import { Regimes } from './Regimes'
import classes from './Reports.module.css'

interface RoundsPageProps {
  filters: RoundFilters
  onChange: (change: RoundFilters) => void
  /** A round was opened by hand. */
  onOpened: (round: string) => void
}

/** The reporting rounds in the reader's reach, the latest first, and how many reports came. */
export function RoundsPage({ filters, onChange, onOpened }: RoundsPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(roundListQuery(filters))
  const columns = useColumns()
  const clear = filters.status && (() => onChange({ status: undefined }))
  return (
    <div className={classes.stack}>
      <PageHeader title={t('report.rounds')} over={<ReportingParts />} />
      <Regimes />
      <RegimeList onOpened={onOpened} />
      <div className={classes.acts}>
        <FilterSelect
          label={t('report.column.status')}
          anything={t('report.anyStatus')}
          value={filters.status}
          options={ROUND_STATUSES.map((value) => ({ value, label: t(`report.round.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <RowsView
        query={query}
        columns={columns}
        caption={t('report.rounds')}
        none={{ title: t('report.none.title'), text: t('report.none.text') }}
        onClear={clear}
      />
    </div>
  )
}

function useColumns(): Column<Round>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('report.column.round'),
        meta: { place: 'title' },
        cell: ({ row }) => <Title round={row.original} />,
      },
      {
        id: 'due',
        header: t('report.column.due'),
        meta: { width: '140px' },
        cell: ({ row }) => <Due round={row.original} />,
      },
      {
        id: 'came',
        header: t('report.column.came'),
        meta: { width: '180px' },
        cell: ({ row }) => {
          const { sent, received, expected } = row.original.counts
          return t('report.came', { came: sent + received, expected })
        },
      },
      {
        id: 'overdue',
        header: t('report.count.overdue'),
        meta: { width: '110px' },
        cell: ({ row }) => row.original.counts.overdue,
      },
      {
        id: 'status',
        header: t('report.column.status'),
        meta: { place: 'state', width: '130px' },
        cell: ({ row }) => <RoundMark status={row.original.status} />,
      },
    ],
    [t],
  )
}

function Title({ round }: { round: Round }) {
  const period = usePeriod()
  return (
    <div className={classes.title}>
      <Link to="/reporting-rounds/$roundId" params={{ roundId: round.id }}>
        {round.title}
      </Link>
      <span className={classes.soft}>
        {period(round.period)} · {round.unit.name}
      </span>
    </div>
  )
}

function Due({ round }: { round: Round }) {
  const { t } = useTranslation()
  const format = useFormat()
  return round.due_at ? format.date(round.due_at) : t('report.noDue')
}

const LOOKS = {
  open: { tone: 'accent', icon: <IconCircleDashed /> },
  closed: { tone: 'calm', icon: <IconCircleCheck /> },
} as const

/** Whether reports may be sent in a round. */
export function RoundMark({ status }: { status: Round['status'] }) {
  const { t } = useTranslation()
  return <Mark {...LOOKS[status]}>{t(`report.round.${status}`)}</Mark>
}
