import '@mantine/core/styles/Progress.css'

import { Button, Progress } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconHandStop,
  IconLoader,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Job } from '@/api/models'
import type { Column } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark, type Tone } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsView } from '@/components/RowsView'
import { useFormat } from '@/hooks/useFormat'

import { isUnderWay, JOB_STATUSES, type JobFilters, jobListQuery, useJobAct } from './api'
import classes from './Jobs.module.css'
import { kindName } from './words'

interface JobsPageProps {
  filters: JobFilters
  onChange: (change: JobFilters) => void
}

/** Long work the reader asked for, the latest first: how far it is, what came of it, and an end or another try. */
export function JobsPage({ filters, onChange }: JobsPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(jobListQuery(filters))
  const columns = useColumns()
  const clear = filters.status && (() => onChange({ status: undefined }))
  return (
    <div className={classes.stack}>
      <PageHeader title={t('job.title')} />
      <div className={classes.filters}>
        <FilterSelect
          label={t('job.column.status')}
          anything={t('job.anyStatus')}
          value={filters.status}
          options={JOB_STATUSES.map((value) => ({ value, label: t(`job.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      </div>
      <RowsView
        query={query}
        columns={columns}
        caption={t('job.title')}
        none={{ title: t('job.none.title'), text: t('job.none.text') }}
        onClear={clear}
      />
    </div>
  )
}

function useColumns(): Column<Job>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'kind',
        header: t('job.column.kind'),
        meta: { place: 'title' },
        cell: ({ row }) => <Kind job={row.original} />,
      },
      {
        id: 'progress',
        header: t('job.column.progress'),
        meta: { width: '240px' },
        cell: ({ row }) => <HowFar job={row.original} />,
      },
      {
        id: 'status',
        header: t('job.column.status'),
        meta: { place: 'state', width: '180px' },
        cell: ({ row }) => <Status status={row.original.status} />,
      },
      {
        id: 'act',
        header: t('job.column.act'),
        meta: { width: '170px' },
        cell: ({ row }) => <Act job={row.original} />,
      },
    ],
    [t],
  )
}

function Kind({ job: { kind, created_at: asked, finished_at: ended } }: { job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  const times = [t('job.asked', { at: format.dateTime(asked) }), ended && t('job.ended', { at: format.dateTime(ended) })]
  return (
    <div className={classes.cell}>
      <span>{kindName(t, kind)}</span>
      <span className={classes.soft}>{times.filter(Boolean).join(' · ')}</span>
    </div>
  )
}

function HowFar({ job: { progress, status, error } }: { job: Job }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (status === 'failed') return <span className={classes.soft}>{t('job.failed', { error })}</span>
  const { done, total } = progress
  if (total === null) return done > 0 ? <>{t('job.done', { count: done, done: format.number(done) })}</> : null
  const percent = total === 0 ? 100 : Math.min(100, (done / total) * 100)
  return (
    <div className={classes.cell}>
      <Progress value={percent} aria-label={t('job.column.progress')} />
      <span className={classes.soft}>{t('job.of', { done: format.number(done), total: format.number(total) })}</span>
    </div>
  )
}

const LOOKS = {
  queued: { tone: 'calm', icon: <IconClock /> },
  running: { tone: 'accent', icon: <IconLoader /> },
  succeeded: { tone: 'good', icon: <IconCircleCheck /> },
  failed: { tone: 'late', icon: <IconAlertTriangle /> },
  cancelled: { tone: 'calm', icon: <IconHandStop /> },
} satisfies Record<Job['status'], { tone: Tone; icon: React.ReactNode }>

function Status({ status }: { status: Job['status'] }) {
  const { t } = useTranslation()
  const { tone, icon } = LOOKS[status]
  return (
    <Mark tone={tone} icon={icon}>
      {t(`job.status.${status}`)}
    </Mark>
  )
}

function Act({ job }: { job: Job }) {
  const { t } = useTranslation()
  const act = isUnderWay(job) ? 'cancel' : 'retry'
  const { mutate, isPending, error } = useJobAct(act)
  if (job.status === 'succeeded') return null
  const Icon = act === 'cancel' ? IconPlayerStop : IconRefresh
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={isPending}
        leftSection={<Icon size={16} aria-hidden="true" />}
        aria-label={t(`job.${act}Named`, { name: kindName(t, job.kind) })}
        onClick={() => mutate(job.id)}
      >
        {t(`job.${act}`)}
      </Button>
      <ProblemNotice error={error} />
    </>
  )
}
