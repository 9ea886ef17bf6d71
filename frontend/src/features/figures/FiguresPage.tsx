import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useMay } from '@/hooks/useMay'

import { formQuery, type FormOf } from './api'
import classes from './Figures.module.css'
import { Parts } from './Parts'
import { QuestionCard } from './QuestionCard'
import { Workbook } from './Workbook'

/** What a unit is asked for, what is known of it, and the figures others told that it confirms or disputes. */
export function FiguresPage({ of }: { of: FormOf }) {
  const { t } = useTranslation()
  const may = useMay('indicator_value:write')
  const query = useQuery(formQuery(of))
  return (
    <>
      <PageHeader title={t('figure.title')} over={<Parts />}>
        {query.data && <span>{query.data.unit.name}</span>}
      </PageHeader>
      {may && <Workbook of={of} />}
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel title={t('figure.empty.title')} text={t('figure.empty.text')} />}
      >
        {({ unit, items }) => (
          <>
            <ul className={classes.items} aria-label={t('figure.title')}>
              {items.map((asked) => (
                <QuestionCard key={`${asked.indicator.id}.${asked.period}`} unit={unit} asked={asked} />
              ))}
            </ul>
          </>
        )}
      </QueryView>
    </>
  )
}
