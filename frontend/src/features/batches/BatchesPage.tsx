import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCircleCheck, IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Batch } from '@/api/models'
import { DangerButton } from '@/components/DangerButton'
import type { Column } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsView } from '@/components/RowsView'
import { useFormat } from '@/hooks/useFormat'

import { type BatchFilters, batchListQuery, ENTITIES, useRejects, useUndoBatch } from './api'
import classes from './Batches.module.css'

interface BatchesPageProps {
  filters: BatchFilters
  onChange: (change: BatchFilters) => void
}

/** What was loaded at once, the latest first: who wrote how much, the rows that were refused, and taking it back. */
export function BatchesPage({ filters, onChange }: BatchesPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(batchListQuery(filters))
  const columns = useColumns()
  return (
    <div className={classes.stack}>
      <PageHeader title={t('batch.title')} />
      <div className={classes.filters}>
        <FilterSelect
          label={t('batch.column.what')}
          anything={t('batch.anything')}
          value={filters.entity}
          options={ENTITIES.map((value) => ({ value, label: t(`batch.entity.${value}`) }))}
          onChange={(entity) => onChange({ entity })}
        />
      </div>
      <RowsView
        query={query}
        columns={columns}
        caption={t('batch.title')}
        none={{ title: t('batch.none.title'), text: t('batch.none.text') }}
        onClear={filters.entity && (() => onChange({ entity: undefined }))}
      />
    </div>
  )
}

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'what',
        header: t('batch.column.what'),
        meta: { place: 'title' },
        cell: ({ row }) => <What batch={row.original} />,
      },
      {
        id: 'counts',
        header: t('batch.column.counts'),
        meta: { width: '260px' },
        cell: ({ row }) => <Counts batch={row.original} />,
      },
      {
        id: 'state',
        header: t('batch.column.state'),
        meta: { place: 'state', width: '180px' },
        cell: ({ row }) => <State batch={row.original} />,
      },
      {
        id: 'act',
        header: t('batch.column.act'),
        meta: { width: '300px' },
        cell: ({ row }) => <Acts batch={row.original} />,
      },
    ],
    [t],
  )
}

/** What a load wrote; one newer than these is shown by its code. */
function useEntity({ entity }: Batch): string {
  const { t } = useTranslation()
  const known = ENTITIES.find((each) => each === entity)
  return known ? t(`batch.entity.${known}`) : entity
}

function What({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.cell}>
      <span>{useEntity(batch)}</span>
      <span className={classes.soft}>{t('batch.by', { name: batch.by, at: format.dateTime(batch.created_at) })}</span>
    </div>
  )
}

function Counts({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const format = useFormat()
  const told = (['created', 'updated', 'unchanged', 'rejected'] as const).filter((name) => batch[name] > 0)
  return <>{told.map((name) => t(`batch.count.${name}`, { number: format.number(batch[name]) })).join(' · ')}</>
}

function State({ batch: { undone_at: at, undone_by: name } }: { batch: Batch }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (at === null) {
    return (
      <Mark tone="good" icon={<IconCircleCheck />}>
        {t('batch.stands')}
      </Mark>
    )
  }
  return (
    <div className={classes.cell}>
      <Mark tone="calm" icon={<IconArrowBackUp />}>
        {t('batch.undone')}
      </Mark>
      <span className={classes.soft}>{t('batch.by', { name, at: format.dateTime(at) })}</span>
    </div>
  )
}

function Acts({ batch }: { batch: Batch }) {
  const stands = batch.undone_at === null && batch.created + batch.updated > 0
  if (batch.rejected === 0 && !stands) return null
  return (
    <div className={classes.act}>
      {batch.rejected > 0 && <Rejects batch={batch} />}
      {stands && <Undo batch={batch} />}
    </div>
  )
}

function Rejects({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useRejects()
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        loading={isPending}
        leftSection={<IconDownload size={16} aria-hidden="true" />}
        onClick={() => mutate(batch.id)}
      >
        {t('batch.rejects')}
      </Button>
      <ProblemNotice error={error} />
    </>
  )
}

/** The first click asks; what was changed since keeps the load from being taken back, and the answer says so. */
function Undo({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const { mutate, isPending, error } = useUndoBatch()
  if (!asked) {
    return (
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
        onClick={() => setAsked(true)}
      >
        {t('batch.undo')}
      </Button>
    )
  }
  return (
    <>
      <span>{t('batch.sure')}</span>
      <DangerButton loading={isPending} onClick={() => mutate(batch.id)}>
        {t('batch.undo')}
      </DangerButton>
      <Button variant="default" onClick={() => setAsked(false)}>
        {t('action.cancel')}
      </Button>
      <ProblemNotice error={error} />
    </>
  )
}
