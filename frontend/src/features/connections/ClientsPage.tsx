import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Client } from '@/api/models'
import { Card } from '@/components/Card'
import type { Column } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { Notice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsView } from '@/components/RowsView'
import { SampleMark } from '@/components/SampleMark'
import { SearchBox } from '@/components/SearchBox'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { meQuery } from '@/lib/me'

import { CLIENT_STATES, type ClientFilters, clientListQuery, scopesQuery, useMakeClient } from './clients'
import { ConnectionParts } from './ConnectionParts'
import classes from './Connections.module.css'
import { NewClient } from './NewClient'
import { scopeWords } from './scopes'
import { Secret } from './Secret'

interface ClientsPageProps {
  filters: ClientFilters
  onChange: (change: ClientFilters) => void
}

/** The systems that may call: what each may do where, how fast, and when it was last here. */
export function ClientsPage({ filters, onChange }: ClientsPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(clientListQuery(filters))
  const columns = useColumns()
  const isNarrowed = filters.q !== undefined || filters.state !== undefined
  const clear = isNarrowed ? () => onChange({ q: undefined, state: undefined }) : undefined
  return (
    <div className={classes.stack}>
      <Head />
      <FilterBar
        search={
          <SearchBox
            label={t('connection.find')}
            placeholder={t('connection.find')}
            value={filters.q}
            onChange={(q) => onChange({ q })}
          />
        }
        filtersSet={filters.state ? 1 : 0}
        count={undefined}
        onClear={clear}
      >
        <FilterSelect
          label={t('connection.column.state')}
          anything={t('connection.anyState')}
          value={filters.state}
          options={CLIENT_STATES.map((value) => ({ value, label: t(`connection.state.${value}`) }))}
          onChange={(state) => onChange({ state })}
        />
      </FilterBar>
      <RowsView
        query={query}
        columns={columns}
        caption={t('connection.clients')}
        none={{ title: t('connection.none.title'), text: t('connection.none.text') }}
        onClear={clear}
      />
    </div>
  )
}

/** The heading, and under it the form for a new system or the secret of the one just made. */
function Head() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const may = useMay('client:write')
  const { data: me } = useQuery(meQuery())
  const { data: scopes } = useQuery(scopesQuery())
  const make = useMakeClient(scopes?.items ?? [])
  const home = me?.grants.find(({ role }) => role === 'admin')?.unit
  function finish() {
    setAdding(false)
    make.reset()
  }
  return (
    <>
      <PageHeader
        title={t('connection.clients')}
        over={<ConnectionParts />}
        actions={
          may &&
          !adding && (
            <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setAdding(true)}>
              {t('connection.add')}
            </Button>
          )
        }
      />
      {adding && make.data && (
        <Card title={t('connection.made', { name: make.data.name })}>
          {!make.data.granted && <Notice tone="problem">{t('connection.notGranted')}</Notice>}
          <Secret
            values={[
              { label: t('connection.clientId'), value: make.data.code },
              { label: t('connection.clientSecret'), value: make.data.secret ?? '' },
            ]}
            onDone={finish}
          />
        </Card>
      )}
      {adding && !make.data && home && (
        <Card title={t('connection.add')}>
          <NewClient home={home} make={make} onCancel={finish} />
        </Card>
      )}
    </>
  )
}

function useColumns(): Column<Client>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('connection.column.name'),
        meta: { place: 'title', width: '24%' },
        cell: ({ row }) => <Name client={row.original} />,
      },
      {
        id: 'scopes',
        header: t('connection.column.scopes'),
        cell: ({ row }) => <May client={row.original} />,
      },
      {
        id: 'used',
        header: t('connection.column.used'),
        meta: { width: '170px' },
        cell: ({ row }) => <Used client={row.original} />,
      },
      {
        id: 'pace',
        header: t('connection.column.pace'),
        meta: { width: '130px' },
        cell: ({ row }) => <Pace client={row.original} />,
      },
      {
        id: 'state',
        header: t('connection.column.state'),
        meta: { place: 'state', width: '150px' },
        cell: ({ row }) => <ClientState client={row.original} />,
      },
    ],
    [t],
  )
}

function Name({ client: { id, name, code, sample } }: { client: Client }) {
  return (
    <div className={classes.cell}>
      <Link to="/clients/$clientId" params={{ clientId: id }}>
        {name}
      </Link>
      <span className={`${classes.soft} ${classes.code}`}>{code}</span>
      {sample && (
        <span>
          <SampleMark />
        </span>
      )}
    </div>
  )
}

/** How much of what it may is said in a list. */
const SAID = 3

function May({ client: { scopes, grants } }: { client: Client }) {
  const { t } = useTranslation()
  const words = scopeWords(t, scopes)
  const units = [...new Set(grants.map(({ unit }) => unit.name))]
  const rest = words.length - SAID
  return (
    <div className={classes.cell}>
      <span>{units.length > 0 ? units.join('; ') : t('connection.nowhere')}</span>
      <span className={classes.soft}>
        {words.slice(0, SAID).join(' · ')}
        {rest > 0 && ` · ${t('connection.more', { count: rest })}`}
      </span>
    </div>
  )
}

function Used({ client: { last_used_at: at } }: { client: Client }) {
  const { t } = useTranslation()
  const format = useFormat()
  return <>{at ? format.dateTime(at) : t('connection.never')}</>
}

function Pace({ client: { allowed_per_minute: pace } }: { client: Client }) {
  const { t } = useTranslation()
  const format = useFormat()
  return <>{t('connection.perMinute', { requests: format.number(pace) })}</>
}

export function ClientState({ client: { disabled } }: { client: Client }) {
  const { t } = useTranslation()
  return disabled ? (
    <Mark tone="late" icon={<IconCircleX />}>
      {t('connection.state.closed')}
    </Mark>
  ) : (
    <Mark tone="good" icon={<IconCircleCheck />}>
      {t('connection.state.open')}
    </Mark>
  )
}
