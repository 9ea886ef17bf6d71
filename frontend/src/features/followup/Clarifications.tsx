import { Button } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Clarification, Unit } from '@/api/models'
import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { clarificationListQuery, type OfWork, useAsk } from './api'
import { AskForm } from './AskForm'
import classes from './Followup.module.css'
import { LateMark } from './LateMark'
import { wordingFor } from './ranks'
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

/** Asks in the words that the rank of the unit wants. */
function Asking({ unit, of }: { unit: Unit; of: OfWork }) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  const ask = useAsk()
  const wording = wordingFor(unit)
  if (writing) return <AskForm wording={wording} of={of} ask={ask} onDone={() => setWriting(false)} />
  return (
    <>
      {ask.isSuccess && <Notice tone="good">{t(`clarify.sent.${wording}`, { unit: unit.name })}</Notice>}
      <Button
        variant="default"
        leftSection={<IconMessageQuestion size={18} aria-hidden="true" />}
        onClick={() => setWriting(true)}
      >
        {t(`clarify.wording.${wording}`)}
      </Button>
    </>
  )
}
