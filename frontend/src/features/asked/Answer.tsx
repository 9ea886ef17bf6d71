import { Textarea } from '@mantine/core'
import { type ClipboardEvent, type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'
import { Notice } from '@/components/Notice'
import { useFigureWords } from '@/hooks/useFigureWords'

import { Acts } from './Acts'
import { complaintOf, isFromElsewhere, isWhole, partsOf, type Said, type Typed, typedOf } from './answers'
import classes from './Asked.module.css'
import { Contested } from './Contested'
import { Fields } from './Fields'
import type { Card } from './order'
import type { Asking } from './useAsked'

interface AnswerProps {
  form: AskedForm
  card: Card
  asking: Asking
  onKeyDown?: (event: KeyboardEvent<HTMLElement>, part: keyof Typed) => void
  onPaste?: (event: ClipboardEvent<HTMLElement>, part: keyof Typed) => void
}

/** The fields of one question, what is wrong with them, and what may be said with one tap. */
export function Answer({ card, asking, onKeyDown, onPaste }: AnswerProps) {
  const { t } = useTranslation()
  const { question, key, returned } = card
  const kept = asking.kept[key]
  const typed = typedOf(question, kept)
  const faults = kept?.faults ?? []
  const elsewhere = isFromElsewhere(question)
  const [disputing, setDisputing] = useState(kept?.said === 'dispute')
  const say = (said: Said, more?: Partial<Typed>) => asking.say(question, said, more)
  function onKey(event: KeyboardEvent<HTMLElement>, part: keyof Typed) {
    const ready = isWhole(question, typed) && complaintOf(question, typed) === null
    if (event.key === 'Enter' && ready && !elsewhere) say('given')
    onKeyDown?.(event, part)
  }
  if (kept?.contested) return <Contested question={question} kept={kept} asking={asking} />
  return (
    <>
      {returned !== null && card.state === 'problem' && <Notice tone="warn">{t('asked.returned', { reason: returned })}</Notice>}
      {elsewhere && <Told question={question} />}
      {(elsewhere ? disputing : partsOf(question)[0] !== 'yes') && (
        <Fields
          question={question}
          typed={typed}
          faults={faults}
          onType={(more) => asking.type(question, more)}
          onKeyDown={onKey}
          {...(onPaste ? { onPaste } : {})}
        />
      )}
      {elsewhere && disputing && (
        <Textarea
          label={t('figure.why')}
          rows={2}
          value={typed.reason}
          onChange={(event) => asking.type(question, { reason: event.currentTarget.value })}
        />
      )}
      <Note card={card} asking={asking} typed={typed} />
      <Acts
        question={question}
        typed={typed}
        busy={asking.busy.has(key)}
        disputing={disputing}
        onDispute={() => setDisputing(!disputing)}
        onSay={say}
      />
    </>
  )
}

/** The figure another system told, as it stands. */
function Told({ question: { present, unit_of_measure: measure } }: Pick<Card, 'question'>) {
  const words = useFigureWords()
  return present && <p className={classes.told}>{words(present, measure)}</p>
}

/** What is unusual asks for a word of explanation, and is kept with the figure. */
function Note({ card: { question, key }, asking, typed }: Pick<AnswerProps, 'card' | 'asking'> & { typed: Typed }) {
  const { t } = useTranslation()
  const asks = (asking.kept[key]?.faults ?? []).filter(({ field }) => field === 'note')
  const others = (asking.kept[key]?.faults ?? []).filter(({ field }) => field === '' || field === 'yes' || field === 'indicator')
  if (asks.length === 0 && others.length === 0 && !asking.kept[key]?.typed.note) return null
  return (
    <>
      {[...asks, ...others].length > 0 && (
        <Notice tone="warn">{[...asks, ...others].map(({ message }) => message).join(' ')}</Notice>
      )}
      {(asks.length > 0 || typed.note !== '') && (
        <Textarea
          label={t('asked.explain')}
          rows={2}
          maxLength={2000}
          value={typed.note}
          onChange={(event) => asking.type(question, { note: event.currentTarget.value })}
        />
      )}
    </>
  )
}
