import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Column } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { RowsView } from '@/components/RowsView'
import { SampleMark } from '@/components/SampleMark'
import { SearchBox } from '@/components/SearchBox'
import { useFormat } from '@/hooks/useFormat'

import { type PeopleFilters, peopleListQuery, type Person, PERSON_STATES } from './api'
import classes from './People.module.css'
import { PersonState } from './PersonState'

interface PeoplePageProps {
  filters: PeopleFilters
  onChange: (change: PeopleFilters) => void
}

/** The accounts one administers: whose, of which unit, when they were last used. */
export function PeoplePage({ filters, onChange }: PeoplePageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(peopleListQuery(filters))
  const columns = useColumns()
  const isNarrowed = filters.q !== undefined || filters.state !== undefined
  const clear = isNarrowed ? () => onChange({ q: undefined, state: undefined }) : undefined
  return (
    <div className={classes.stack}>
      <PageHeader title={t('people.title')} />
      <FilterBar
        search={
          <SearchBox
            label={t('people.find')}
            placeholder={t('people.find')}
            value={filters.q}
            onChange={(q) => onChange({ q })}
          />
        }
        filtersSet={filters.state ? 1 : 0}
        count={undefined}
        onClear={clear}
      >
        <FilterSelect
          label={t('people.column.state')}
          anything={t('people.anyState')}
          value={filters.state}
          options={PERSON_STATES.map((value) => ({ value, label: t(`people.state.${value}`) }))}
          onChange={(state) => onChange({ state })}
        />
      </FilterBar>
      <RowsView
        query={query}
        columns={columns}
        caption={t('people.title')}
        none={{ title: t('people.none.title'), text: t('people.none.text') }}
        onClear={clear}
      />
    </div>
  )
}

function useColumns(): Column<Person>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('people.column.name'),
        meta: { place: 'title', width: '32%' },
        cell: ({ row }) => <Name person={row.original} />,
      },
      { id: 'unit', header: t('people.column.unit'), cell: ({ row }) => row.original.unit.name },
      {
        id: 'factor',
        header: t('factor.title'),
        meta: { width: '160px' },
        cell: ({ row }) => t(row.original.second_factor ? 'people.on' : 'people.off'),
      },
      {
        id: 'used',
        header: t('people.column.used'),
        meta: { width: '150px' },
        cell: ({ row }) => <Used person={row.original} />,
      },
      {
        id: 'state',
        header: t('people.column.state'),
        meta: { place: 'state', width: '150px' },
        cell: ({ row }) => <PersonState person={row.original} />,
      },
    ],
    [t],
  )
}

function Name({ person: { id, name, username, sample } }: { person: Person }) {
  return (
    <div className={classes.cell}>
      <Link to="/users/$userId" params={{ userId: id }}>
        {name}
      </Link>
      <span className={classes.soft}>{username}</span>
      {sample && (
        <span>
          <SampleMark />
        </span>
      )}
    </div>
  )
}

function Used({ person: { last_used_on: on } }: { person: Person }) {
  const { t } = useTranslation()
  const format = useFormat()
  return <>{on ? format.date(on) : t('people.never')}</>
}
