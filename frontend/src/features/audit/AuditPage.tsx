import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { AuditEntry } from '@/api/models'
import { type Column, DataTable } from '@/components/DataTable'
import { DayInput } from '@/components/DayInput'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { type AuditFilters, auditListQuery, lastAnchorQuery, useDownloadAudit } from './api'
import classes from './Audit.module.css'
import { Changes } from './Changes'
import { ASKED_VERBS, ENTITIES, entityName, verbName } from './words'

interface AuditPageProps {
  filters: AuditFilters
  onChange: (change: AuditFilters) => void
}

type Row = Omit<AuditEntry, 'id'> & { id: string }

const NOTHING_SET: AuditFilters = {
  actor: undefined,
  entity: undefined,
  entity_id: undefined,
  action: undefined,
  unit: undefined,
  from: undefined,
  to: undefined,
}

/** Who did what to what, when and from where: the latest first. */
export function AuditPage({ filters, onChange }: AuditPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(auditListQuery(filters))
  const columns = useColumns()
  const isNarrowed = Object.values(filters).some((value) => value !== undefined)
  const clear = isNarrowed ? () => onChange(NOTHING_SET) : undefined
  return (
    <>
      <PageHeader title={t('audit.title')} actions={<Downloads filters={filters} />}>
        <LastAnchor />
      </PageHeader>
      <Filters filters={filters} onChange={onChange} onClear={clear} />
      <div className={classes.stack}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <EmptyPanel
              title={t('audit.none.title')}
              text={t('audit.none.text')}
              action={clear && <Button onClick={clear}>{t('action.clearFilters')}</Button>}
            />
          }
        >
          {({ items }) => (
            <DataTable
              caption={t('audit.title')}
              columns={columns}
              rows={items.map((entry) => ({ ...entry, id: String(entry.id) }))}
            />
          )}
        </QueryView>
        <ShowMore of={query} foot />
      </div>
    </>
  )
}

function Filters({ filters, onChange, onClear }: AuditPageProps & { onClear: (() => void) | undefined }) {
  const { t } = useTranslation()
  const { entity, action, from, to, entity_id: id, unit } = filters
  return (
    <FilterBar
      search={
        <SearchBox
          label={t('audit.actor')}
          placeholder={t('audit.actorHint')}
          value={filters.actor}
          onChange={(actor) => onChange({ actor })}
        />
      }
      filtersSet={[entity, action, from, to, id, unit].filter(Boolean).length}
      count={undefined}
      onClear={onClear}
    >
      <FilterSelect
        label={t('audit.verb.label')}
        anything={t('audit.anyVerb')}
        value={ASKED_VERBS.find((verb) => verb === action)}
        options={ASKED_VERBS.map((value) => ({ value, label: t(`audit.verb.${value}`) }))}
        onChange={(chosen) => onChange({ action: chosen })}
      />
      <FilterSelect
        label={t('audit.entity.label')}
        anything={t('audit.anyEntity')}
        value={ENTITIES.find((each) => each === entity)}
        options={ENTITIES.map((value) => ({ value, label: t(`audit.entity.${value}`) }))}
        onChange={(chosen) => onChange({ entity: chosen, entity_id: undefined })}
      />
      <DayInput
        aria-label={t('audit.from')}
        placeholder={t('audit.from')}
        value={from ?? null}
        onChange={(day) => onChange({ from: day ?? undefined })}
      />
      <DayInput
        aria-label={t('audit.to')}
        placeholder={t('audit.to')}
        value={to ?? null}
        onChange={(day) => onChange({ to: day ?? undefined })}
      />
    </FilterBar>
  )
}

function Downloads({ filters }: { filters: AuditFilters }) {
  const { t } = useTranslation()
  const { mutate, isPending, variables, error } = useDownloadAudit(filters)
  return (
    <div>
      <div className={classes.acts}>
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            variant="default"
            loading={isPending && variables === format}
            leftSection={<IconDownload size={18} aria-hidden="true" />}
            onClick={() => mutate(format)}
          >
            {t(`audit.download.${format}`)}
          </Button>
        ))}
      </div>
      <ProblemNotice error={error} />
    </div>
  )
}

/** Written down elsewhere, it shows later that nothing before it was changed. */
function LastAnchor() {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery(lastAnchorQuery())
  const anchor = data?.items[0]
  if (!anchor) return null
  return (
    <p className={classes.soft}>
      {t('audit.anchor', {
        day: format.date(anchor.day),
        position: format.number(anchor.position),
        hash: anchor.hash.slice(0, 16),
      })}
    </p>
  )
}

function useColumns(): Column<Row>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'what',
        header: t('audit.column.what'),
        meta: { place: 'title', width: '24%' },
        cell: ({ row }) => <What entry={row.original} />,
      },
      {
        id: 'who',
        header: t('audit.column.who'),
        meta: { width: '22%' },
        cell: ({ row }) => <Who entry={row.original} />,
      },
      {
        id: 'changes',
        header: t('audit.column.changes'),
        cell: ({ row }) => <Changes changes={row.original.changes} />,
      },
      {
        id: 'at',
        header: t('audit.column.at'),
        meta: { place: 'state', width: '170px' },
        cell: ({ row }) => <When entry={row.original} />,
      },
    ],
    [t],
  )
}

function What({ entry: { action, entity, entity_id: id, unit } }: { entry: Row }) {
  const { t } = useTranslation()
  return (
    <div className={classes.cell}>
      <span>
        {verbName(t, action)}: {entityName(t, entity)}
      </span>
      {id && <span className={classes.soft}>{id}</span>}
      {unit && <span className={classes.soft}>{unit.name}</span>}
    </div>
  )
}

function Who({ entry: { actor, address } }: { entry: Row }) {
  const { t } = useTranslation()
  const from = [actor.code, address].filter(Boolean).join(' · ')
  return (
    <div className={classes.cell}>
      <span>{actor.name ?? t(`audit.kind.${actor.kind}`)}</span>
      {from && <span className={classes.soft}>{from}</span>}
    </div>
  )
}

function When({ entry: { at, position } }: { entry: Row }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.cell}>
      <time dateTime={at}>{format.dateTime(at)}</time>
      <span className={classes.soft}>
        {position === null ? t('audit.waiting') : t('audit.position', { position: format.number(position) })}
      </span>
    </div>
  )
}
