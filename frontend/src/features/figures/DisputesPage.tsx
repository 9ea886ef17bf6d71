import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { type DisputeFilters, disputeListQuery } from './api'
import { DisputeCard } from './DisputeCard'
import classes from './Figures.module.css'
import { Parts } from './Parts'

interface DisputesPageProps {
  filters: DisputeFilters
  onChange: (change: DisputeFilters) => void
}

/** What is no longer open; the list begins with what is. */
const SETTLED = ['settled_for_unit', 'settled_for_source', 'confirmed'] as const

/** What units say of figures that other systems told: what is open waits for the coordinator. */
export function DisputesPage({ filters, onChange }: DisputesPageProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(disputeListQuery(filters))
  return (
    <>
      <PageHeader title={t('figure.disputes.title')} over={<Parts />} />
      <FilterSelect
        label={t('task.column.status')}
        anything={t('figure.known.disputed')}
        value={filters.status}
        options={SETTLED.map((value) => ({ value, label: t(`figure.known.${value}`) }))}
        onChange={(status) => onChange({ status })}
      />
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel title={t('figure.disputes.none.title')} text={t('figure.disputes.none.text')} />}
      >
        {({ items }) => (
          <ul className={classes.items} aria-label={t('figure.disputes.title')}>
            {items.map((word) => (
              <DisputeCard key={word.id} word={word} />
            ))}
          </ul>
        )}
      </QueryView>
      <ShowMore of={query} />
    </>
  )
}
