import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Clarification, Unit } from '@/api/models'
import { Card } from '@/components/Card'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { clarificationListQuery, type OfWork } from './api'
import { Asking } from './Asking'
import classes from './Followup.module.css'
import { LateMark } from './LateMark'
import { StatusMark } from './StatusMark'

interface ClarificationsProps {
  unit: Unit
  assignment: string | undefined
  mayAsk: boolean
}

/** What leaders asked the unit about, where each stands, and for a leader the way to ask. */
export function Clarifications({ unit, assignment, mayAsk }: ClarificationsProps) {
  const { t } = useTranslation()
  const of: OfWork = { unit: unit.id, assignment }
  const query = useInfiniteQuery(clarificationListQuery(of))
  // Who only looks on is not shown a place for what there is none of.
  if (!mayAsk && !query.isError && !query.data?.items.length) return null
  return (
    <Card title={t('clarify.title')}>
      <div className={classes.form}>
        {mayAsk && <Asking unit={unit} of={of} />}
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={1} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<p className={classes.soft}>{t('clarify.none.title')}</p>}
        >
          {({ items }) => (
            <ul className={classes.history} aria-label={t('clarify.title')}>
              {items.map((clarification) => (
                <Item key={clarification.id} clarification={clarification} />
              ))}
            </ul>
          )}
        </QueryView>
      </div>
    </Card>
  )
}

function Item({ clarification: { id, title, status, overdue, due_on: due } }: { clarification: Clarification }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <Link to="/clarification-requests" search={{ open: id }}>
        {title}
      </Link>
      <p className={classes.itemFacts}>
        <StatusMark status={status} />
        {overdue && <LateMark />}
        <span>{t('clarify.dueOn', { day: format.date(due) })}</span>
      </p>
    </li>
  )
}
