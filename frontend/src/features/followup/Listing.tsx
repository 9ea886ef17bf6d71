import { Button } from '@mantine/core'
import type { UseInfiniteQueryResult } from '@tanstack/react-query'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import classes from './Followup.module.css'

interface ListingProps<T extends { id: string }> {
  query: UseInfiniteQueryResult<{ items: T[] }>
  label: string
  /** Takes the filters away, where some are set. */
  onClear: (() => void) | undefined
  /** What to say where there is nothing at all. */
  none: { title: string; text: string }
  /** One record, as a list item. */
  children: (record: T) => ReactNode
}

/** Records page by page, in all the states a view has. */
export function Listing<T extends { id: string }>({ query, label, onClear, none, children }: ListingProps<T>) {
  const { t } = useTranslation()
  const filtered = onClear && {
    title: t('followup.filtered.title'),
    text: t('followup.filtered.text'),
    action: <Button onClick={onClear}>{t('action.clearFilters')}</Button>,
  }
  return (
    <>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel {...(filtered ?? none)} />}
      >
        {({ items }) => (
          <ul className={classes.items} aria-label={label}>
            {items.map((record) => (
              <Fragment key={record.id}>{children(record)}</Fragment>
            ))}
          </ul>
        )}
      </QueryView>
      <ShowMore of={query} />
    </>
  )
}
