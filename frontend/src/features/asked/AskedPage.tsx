import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'
import { Notice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { askedQuery, type AskedOf } from './api'
import classes from './Asked.module.css'
import { AskedCard } from './AskedCard'
import { AskedGrid } from './AskedGrid'
import { Difficulty } from './Difficulty'
import { DoneCards } from './DoneCards'
import { arrange, type Arranged, isOverdue } from './order'
import { SendPanel } from './SendPanel'
import { type Asking, useAsked } from './useAsked'

/** From this width on there is room for a grid. */
const DESK = '(min-width: 1024px)'

/** What one unit is asked in a period, all plans together: answered on a phone, a card a question, and sent. */
export function AskedPage({ of }: { of: AskedOf }) {
  const query = useQuery(askedQuery(of))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton rows={4} />}>
      {(form) => <Form key={`${form.unit.id}.${form.period}`} of={of} form={form} />}
    </QueryView>
  )
}

function Form({ of, form }: { of: AskedOf; form: AskedForm }) {
  const { t } = useTranslation()
  const asking = useAsked(of, form)
  const cards = arrange(form, asking.kept, asking.busy)
  return (
    <div className={classes.page}>
      <Heading form={form} left={cards.front.length + cards.behind.length} />
      {asking.waiting > 0 && asking.busy.size === 0 && (
        <Notice tone="info">{t('asked.waits', { count: asking.waiting })}</Notice>
      )}
      {form.items.length === 0 ? (
        <EmptyPanel title={t('asked.none.title')} text={t('asked.none.text')} />
      ) : (
        <Questions form={form} cards={cards} asking={asking} />
      )}
      <DoneCards cards={cards.done} asking={asking} />
      <Difficulty form={form} />
      <SendPanel form={form} cards={cards} asking={asking} />
    </div>
  )
}

/** “Quý II/2026 – Trường TH A – còn 7 câu – hạn hết ngày 04/06/2026”. */
function Heading({ form, left }: { form: AskedForm; left: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const parts = [
    period(form.period),
    form.unit.name,
    left > 0 ? t('asked.left', { count: left }) : t('asked.allAnswered'),
    form.due_at !== null && t(isOverdue(form) ? 'asked.overdue' : 'asked.due', { day: format.date(form.due_at) }),
  ]
  return <PageHeader title={parts.filter(Boolean).join(' – ')} />
}

interface QuestionsProps {
  form: AskedForm
  cards: Arranged
  asking: Asking
}

/** Cards on a phone, a grid on a desk; ten at most, the rest one tap away. */
function Questions({ form, cards, asking }: QuestionsProps) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const onDesk = useMediaQuery(DESK, globalThis.matchMedia(DESK).matches)
  const shown = all ? [...cards.front, ...cards.behind] : cards.front
  return (
    <>
      {onDesk ? (
        <AskedGrid form={form} cards={shown} asking={asking} />
      ) : (
        <ul className={classes.cards} aria-label={t('asked.questions')}>
          {shown.map((card) => (
            <AskedCard key={card.key} form={form} card={card} asking={asking} />
          ))}
        </ul>
      )}
      {!all && cards.behind.length > 0 && (
        <Button variant="light" onClick={() => setAll(true)}>
          {t('asked.more', { count: cards.behind.length })}
        </Button>
      )}
    </>
  )
}

