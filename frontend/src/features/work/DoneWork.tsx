import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import { workListQuery } from './api'
import { WorkCard } from './WorkCard'
import classes from './WorkPage.module.css'

const SHOWN = 20

/** What was done lately, folded away until somebody wants to see it. */
export function DoneWork({ units }: { units: readonly Ref[] }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  if (units.length === 0) return null
  return (
    <details className={classes.done} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('work.done.title')}</summary>
      {open && units.map((unit) => <DoneOf key={unit.id} unit={unit} withUnit={units.length > 1} />)}
    </details>
  )
}

function DoneOf({ unit, withUnit }: { unit: Ref; withUnit: boolean }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(workListQuery({ unit: unit.id, status: 'completed', sort: '-updated_at' }, SHOWN))
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton rows={3} />}
      isEmpty={({ items }) => items.length === 0}
      empty={<p className={classes.plain}>{t('work.done.none')}</p>}
    >
      {({ items }) => (
        <ul className={classes.sheet}>
          {items.map((work) => (
            <WorkCard key={work.id} work={work} withUnit={withUnit} />
          ))}
        </ul>
      )}
    </QueryView>
  )
}
