import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { type Column, DataTable, type Keyed } from './DataTable'
import { ShowMore } from './ShowMore'
import { RowsSkeleton } from './Skeletons'
import { EmptyPanel, QueryView, type ViewQuery } from './ViewState'

interface RowsViewProps<Row extends Keyed> {
  query: ViewQuery<{ items: Row[] }> & Parameters<typeof ShowMore>[0]['of']
  columns: Column<Row>[]
  caption: string
  /** The words for a list without a row. */
  none: { title: string; text: string }
  /** Takes away what narrows the list, where anything does. */
  onClear?: (() => void) | undefined
}

/** A list on a page of its own: its table, page by page, or why there is none. */
export function RowsView<Row extends Keyed>({ query, columns, caption, none, onClear }: RowsViewProps<Row>) {
  const { t } = useTranslation()
  const action = onClear && <Button onClick={onClear}>{t('action.clearFilters')}</Button>
  return (
    <>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel {...none} action={action} />}
      >
        {({ items }) => <DataTable caption={caption} columns={columns} rows={items} />}
      </QueryView>
      <ShowMore of={query} foot />
    </>
  )
}
