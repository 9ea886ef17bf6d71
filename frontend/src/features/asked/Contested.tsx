import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { Question } from '@/api/models'
import { Notice } from '@/components/Notice'
import { useFigureWords } from '@/hooks/useFigureWords'

import { type Kept, partsOf, typedOf } from './answers'
import classes from './Asked.module.css'
import type { Asking } from './useAsked'

interface ContestedProps {
  question: Question
  kept: Kept
  asking: Asking
}

/** Somebody else answered while this answer was on its way: both are shown, one is chosen. */
export function Contested({ question, kept, asking }: ContestedProps) {
  const { t } = useTranslation()
  const words = useFigureWords()
  const mine = useMine(question, kept)
  const { present } = question
  return (
    <Notice tone="warn">
      <p>{present ? t('asked.contested', { by: present.by }) : t('asked.contestedGone')}</p>
      {present && <p>{t('asked.theirs', { figure: words(present, question.unit_of_measure) })}</p>}
      <p>{t('asked.mine', { figure: mine })}</p>
      <div className={classes.acts}>
        <Button size="compact-md" variant="default" onClick={() => asking.say(question, kept.said ?? 'given')}>
          {t('asked.keepMine')}
        </Button>
        <Button size="compact-md" variant="default" onClick={() => asking.drop(question)}>
          {t('asked.takeTheirs')}
        </Button>
      </div>
    </Notice>
  )
}

/** What was said here, as one reads it out. */
function useMine(question: Question, kept: Kept): string {
  const { t } = useTranslation()
  if (kept.said === 'not_applicable' || kept.said === 'nothing_arose') return t(`figure.answer.${kept.said}`)
  if (kept.said === 'confirm') return t('figure.confirm')
  const typed = typedOf(question, kept)
  if (partsOf(question)[0] === 'yes') return t(typed.yes === 'yes' ? 'figure.yes' : 'figure.no')
  return partsOf(question)
    .map((part) => typed[part])
    .join('/')
}
