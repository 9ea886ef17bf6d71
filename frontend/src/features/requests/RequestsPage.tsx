import { Button } from '@mantine/core'
import { IconPencil, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { DataRequest } from '@/api/models'
import { Card } from '@/components/Card'
import type { Column } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { PageHeader } from '@/components/PageHeader'
import { ReportingParts } from '@/components/ReportingParts'
import { RowsView } from '@/components/RowsView'
import { SampleMark } from '@/components/SampleMark'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { REQUEST_STATUSES, type RequestFilters, requestListQuery } from './api'
import { AskForm } from './AskForm'
import classes from './Requests.module.css'
import { StatusMark } from './StatusMark'

interface RequestsPageProps {
  filters: RequestFilters
  onChange: (change: RequestFilters) => void
  onAsked: (id: string) => void
}

/** What units are asked out of turn, the latest first, and how many answered. */
export function RequestsPage({ filters, onChange, onAsked }: RequestsPageProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const may = useMay('data_request:write')
  const query = useInfiniteQuery(requestListQuery(filters))
  const columns = useColumns()
  const clear = filters.status && (() => onChange({ status: undefined }))
  return (
    <div className={classes.stack}>
      <PageHeader
        title={t('request.title')}
        over={<ReportingParts />}
        actions={
          may &&
          !asking && (
            <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setAsking(true)}>
              {t('request.ask')}
            </Button>
          )
        }
      />
      {asking && (
        <Card title={t('request.ask')}>
          <AskForm onAsked={onAsked} onCancel={() => setAsking(false)} />
        </Card>
      )}
      <div className={classes.acts}>
        <FilterSelect
          label={t('request.column.status')}
          anything={t('request.anyStatus')}
          value={filters.status}
          options={REQUEST_STATUSES.map((value) => ({ value, label: t(`request.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <RowsView
        query={query}
        columns={columns}
        caption={t('request.title')}
        none={{ title: t('request.none.title'), text: t('request.none.text') }}
        onClear={clear}
      />
    </div>
  )
}

function useColumns(): Column<DataRequest>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('request.column.title'),
        meta: { place: 'title' },
        cell: ({ row }) => <Title request={row.original} />,
      },
      {
        id: 'due',
        header: t('request.column.due'),
        meta: { width: '170px' },
        cell: ({ row }) => <Due at={row.original.due_at} />,
      },
      {
        id: 'answered',
        header: t('request.column.answered'),
        meta: { width: '210px' },
        cell: ({ row }) => <Answered request={row.original} />,
      },
      {
        id: 'status',
        header: t('request.column.status'),
        meta: { place: 'state', width: '180px' },
        cell: ({ row }) => <StatusMark status={row.original.status} />,
      },
    ],
    [t],
  )
}

function Title({ request: { id, title, unit, audience, status, to_answer: waiting, sample } }: { request: DataRequest }) {
  const { t } = useTranslation()
  return (
    <div className={classes.title}>
      <Link to="/data-requests/$requestId" params={{ requestId: id }}>
        {title}
      </Link>
      <span className={classes.soft}>
        {unit.name} → {audience.name}
      </span>
      {(sample || (status === 'open' && waiting > 0)) && (
        <span className={classes.acts}>
          {status === 'open' && waiting > 0 && <Mark tone="warn" icon={<IconPencil />}>{t('request.toAnswer')}</Mark>}
          {sample && <SampleMark />}
        </span>
      )}
    </div>
  )
}

function Due({ at }: { at: string }) {
  const format = useFormat()
  return <>{format.dateTime(at)}</>
}

function Answered({ request: { answered, asked } }: { request: DataRequest }) {
  const { t } = useTranslation()
  const format = useFormat()
  return <>{t('request.answered', { answered: format.number(answered), asked: format.number(asked) })}</>
}
