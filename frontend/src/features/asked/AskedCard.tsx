import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'
import { usePeriod } from '@/hooks/usePeriod'

import { Answer } from './Answer'
import classes from './Asked.module.css'
import type { Card } from './order'
import { ProofInput } from './ProofInput'
import type { Asking } from './useAsked'

interface AskedCardProps {
  form: AskedForm
  card: Card
  asking: Asking
}

/** One question in plain words, with all one needs to answer it. */
export function AskedCard({ form, card, asking }: AskedCardProps) {
  const { question } = card
  return (
    <li className={classes.card} data-state={card.state} data-card={card.key}>
      <h2 className={classes.question}>{question.question}</h2>
      <About form={form} card={card} />
      <Answer form={form} card={card} asking={asking} />
      {question.proof !== null && <ProofInput form={form} question={question} />}
    </li>
  )
}

/** Of which other period it is, whose figure it is, for how many plans it is asked once. */
export function About({ form, card: { question } }: Pick<AskedCardProps, 'form' | 'card'>) {
  const { t } = useTranslation()
  const period = usePeriod()
  const parts = [
    question.period !== form.period && period(question.period),
    question.present?.confirmation && t('asked.fromElsewhere'),
    question.plans.length > 1 && t('asked.plans', { count: question.plans.length }),
  ].filter(Boolean)
  return (
    <>
      {parts.length > 0 && <p className={classes.about}>{parts.join(' · ')}</p>}
      {question.note && <p className={classes.soft}>{question.note}</p>}
    </>
  )
}
