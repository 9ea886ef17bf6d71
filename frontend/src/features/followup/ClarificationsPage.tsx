import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Clarification } from '@/api/models'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { useFormat } from '@/hooks/useFormat'

import { CLARIFICATION_STATUSES, type ClarificationState, clarificationListQuery } from './api'
import { ClarificationRecord } from './ClarificationRecord'
import classes from './Followup.module.css'
import { LateMark } from './LateMark'
import { Listing } from './Listing'
import { Parts } from './Parts'
import { Sides } from './Sides'
import { StatusMark } from './StatusMark'

interface ClarificationsPageProps {
  state: ClarificationState
  onChange: (change: ClarificationState) => void
}

const NO_FILTERS: ClarificationState = { q: undefined, status: undefined, overdue: undefined }

/** What leaders ask of units in the reader's reach, and the one that is open. */
export function ClarificationsPage({ state, onChange }: ClarificationsPageProps) {
  const { t } = useTranslation()
  const { open, ...filters } = state
  const query = useInfiniteQuery(clarificationListQuery(filters))
  const narrowed = [filters.q, filters.status, filters.overdue].some(Boolean)
  const clear = narrowed ? () => onChange(NO_FILTERS) : undefined
  const count = query.data?.total ?? undefined
  return (
    <>
      <PageHeader title={t('clarify.title')} over={<Parts />} />
      <FilterBar
        count={count === undefined ? undefined : t('clarify.count', { count })}
        onClear={clear}
        filtersSet={[filters.status, filters.overdue].filter(Boolean).length}
        search={
          <SearchBox
            label={t('clarify.search')}
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
          options={CLARIFICATION_STATUSES.map((value) => ({ value, label: t(`followup.status.${value}`) }))}
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
      <Sides
        label={t('clarify.one')}
        onClose={() => onChange({ open: undefined })}
        record={open && <ClarificationRecord key={open} id={open} />}
        list={
          <Listing
            query={query}
            label={t('clarify.title')}
            onClear={clear}
            none={{ title: t('clarify.none.title'), text: t('clarify.none.text') }}
          >
            {(clarification) => <Item clarification={clarification} state={state} />}
          </Listing>
        }
      />
    </>
  )
}

function Item({ clarification, state }: { clarification: Clarification; state: ClarificationState }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, title, unit, asked_by: asker, wording, status, due_on: due, overdue } = clarification
  return (
    <li>
      <h2 className={classes.itemTitle}>
        <Link
          to="/clarification-requests"
          search={{ ...state, open: id }}
          resetScroll={false}
          aria-current={id === state.open ? 'true' : undefined}
        >
          {title}
        </Link>
      </h2>
      <p className={classes.itemFacts}>
        <StatusMark status={status} />
        {overdue && <LateMark />}
        <span>{t('clarify.dueOn', { day: format.date(due) })}</span>
      </p>
      <p className={classes.soft}>{t(`clarify.asks.${wording}`, { asker: asker.name, unit: unit.name })}</p>
    </li>
  )
}
