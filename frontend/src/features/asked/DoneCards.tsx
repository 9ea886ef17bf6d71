import { Button } from '@mantine/core'
import { IconCircleCheck, IconCloudUp } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import { useFigureWords } from '@/hooks/useFigureWords'

import { isFromElsewhere, typedOf } from './answers'
import classes from './Asked.module.css'
import { Fields } from './Fields'
import type { Card } from './order'
import type { Asking } from './useAsked'

interface DoneCardsProps {
  cards: readonly Card[]
  asking: Asking
}

/** What is answered, folded away; each can still be put right. */
export function DoneCards({ cards, asking }: DoneCardsProps) {
  const { t } = useTranslation()
  if (cards.length === 0) return null
  return (
    <details className={classes.done}>
      <summary>{t('asked.done', { count: cards.length })}</summary>
      <ul>
        {cards.map((card) => (
          <DoneCard key={card.key} card={card} asking={asking} />
        ))}
      </ul>
    </details>
  )
}

function DoneCard({ card, asking }: { card: Card; asking: Asking }) {
  const { t } = useTranslation()
  const words = useFigureWords()
  const [changing, setChanging] = useState(false)
  const { question, key, state } = card
  const typed = typedOf(question, asking.kept[key])
  const { present } = question
  const fixed = present?.state === 'received' || isFromElsewhere(question)
  function done() {
    asking.say(question, 'given')
    setChanging(false)
  }
  return (
    <li>
      <p className={classes.name}>{question.question}</p>
      <p className={classes.about}>
        {state === 'waiting' ? (
          <Mark tone="warn" icon={<IconCloudUp />}>
            {t('asked.keptHere')}
          </Mark>
        ) : (
          <Mark tone="good" icon={<IconCircleCheck />}>
            {present ? words(present, question.unit_of_measure) : ''}
          </Mark>
        )}
        {!fixed && !changing && (
          <Button variant="subtle" size="compact-sm" onClick={() => setChanging(true)}>
            {t('asked.change')}
          </Button>
        )}
      </p>
      {changing && (
        <>
          <Fields question={question} typed={typed} faults={[]} onType={(more) => asking.type(question, more)} />
          <div className={classes.acts}>
            <Button size="compact-md" onClick={done}>
              {t('asked.ready')}
            </Button>
          </div>
        </>
      )}
    </li>
  )
}
