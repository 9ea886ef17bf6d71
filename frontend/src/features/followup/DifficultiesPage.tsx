import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Difficulty } from '@/api/models'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { useFormat } from '@/hooks/useFormat'

import { DIFFICULTY_STATUSES, type DifficultyState, difficultyListQuery } from './api'
import { DifficultyRecord } from './DifficultyRecord'
import classes from './Followup.module.css'
import { Listing } from './Listing'
import { Parts } from './Parts'
import { Sides } from './Sides'
import { StatusMark } from './StatusMark'

interface DifficultiesPageProps {
  state: DifficultyState
  onChange: (change: DifficultyState) => void
}

/** What stands in the way of units in the reader's reach, and the one that is open. */
export function DifficultiesPage({ state, onChange }: DifficultiesPageProps) {
  const { t } = useTranslation()
  const { open, ...filters } = state
  const query = useInfiniteQuery(difficultyListQuery(filters))
  const narrowed = filters.q !== undefined || filters.status !== undefined
  const clear = narrowed ? () => onChange({ q: undefined, status: undefined }) : undefined
  const count = query.data?.total ?? undefined
  return (
    <>
      <PageHeader title={t('difficulty.title')} over={<Parts />} />
      <FilterBar
        count={count === undefined ? undefined : t('difficulty.count', { count })}
        onClear={clear}
        filtersSet={filters.status ? 1 : 0}
        search={
          <SearchBox
            label={t('difficulty.search')}
            placeholder={t('followup.searchPlaceholder')}
            value={filters.q}
            onChange={(q) => onChange({ q })}
          />
        }
      >
        <FilterSelect
          label={t('task.column.status')}
          anything={t('task.anyStatus')}
          value={filters.status}
          options={DIFFICULTY_STATUSES.map((value) => ({ value, label: t(`followup.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
      </FilterBar>
      <Sides
        label={t('difficulty.one')}
        onClose={() => onChange({ open: undefined })}
        record={open && <DifficultyRecord key={open} id={open} />}
        list={
          <Listing
            query={query}
            label={t('difficulty.title')}
            onClear={clear}
            none={{ title: t('difficulty.none.title'), text: t('difficulty.none.text') }}
          >
            {(difficulty) => <Item difficulty={difficulty} state={state} />}
          </Listing>
        }
      />
    </>
  )
}

function Item({ difficulty, state }: { difficulty: Difficulty; state: DifficultyState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, title, unit, put_to: putTo, task, status, created_at: at } = difficulty
  return (
    <li>
      <h2 className={classes.itemTitle}>
        <Link
          to="/difficulties"
          search={{ ...state, open: id }}
          resetScroll={false}
          aria-current={id === state.open ? 'true' : undefined}
        >
          {title}
        </Link>
      </h2>
      <p className={classes.itemFacts}>
        <StatusMark status={status} />
        <span>{unit.name}</span>
        <span>{format.date(at)}</span>
      </p>
      <p className={classes.soft}>
        {t('difficulty.putTo', { unit: putTo.name })}
        {task && ` · ${task.name}`}
      </p>
    </li>
  )
}
