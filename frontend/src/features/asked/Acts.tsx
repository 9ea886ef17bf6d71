import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Question } from '@/api/models'
import { useFigureWords } from '@/hooks/useFigureWords'

import { asBefore, complaintOf, isFromElsewhere, isWhole, partsOf, type Said, type Typed } from './answers'
import classes from './Asked.module.css'

interface ActsProps {
  question: Question
  typed: Typed
  busy: boolean
  disputing: boolean
  onDispute: () => void
  onSay: (said: Said, typed?: Partial<Typed>) => void
}

/** What may be said with one tap: only what makes sense for the question. */
export function Acts(props: ActsProps) {
  if (isFromElsewhere(props.question)) return <Words {...props} />
  return <Answers {...props} />
}

/** A figure from elsewhere is right, or wrong: nobody types over it. */
function Words({ question, typed, busy, disputing, onDispute, onSay }: ActsProps) {
  const { t } = useTranslation()
  if (disputing) {
    const ready = isWhole(question, typed) && typed.reason.trim() !== '' && complaintOf(question, typed) === null
    return (
      <div className={classes.acts}>
        <Button disabled={!ready} loading={busy} onClick={() => onSay('dispute')}>
          {t('figure.sendDispute')}
        </Button>
        <Button variant="default" onClick={onDispute}>
          {t('action.cancel')}
        </Button>
      </div>
    )
  }
  return (
    <div className={classes.acts}>
      <Button loading={busy} leftSection={<IconCheck size={18} aria-hidden="true" />} onClick={() => onSay('confirm')}>
        {t('figure.confirm')}
      </Button>
      <Button variant="default" leftSection={<IconAlertTriangle size={18} aria-hidden="true" />} onClick={onDispute}>
        {t('figure.dispute')}
      </Button>
    </div>
  )
}

function Answers({ question, typed, busy, onSay }: ActsProps) {
  const { t } = useTranslation()
  const words = useFigureWords()
  const asksYes = partsOf(question)[0] === 'yes'
  // A yes or no is as quick to say again as to take over.
  const before = asksYes && question.last?.answer === 'given' ? null : asBefore(question)
  const ready = isWhole(question, typed) && complaintOf(question, typed) === null
  return (
    <div className={classes.acts}>
      {asksYes ? (
        <YesOrNo busy={busy} onSay={onSay} />
      ) : (
        <Button
          loading={busy}
          disabled={!ready}
          leftSection={<IconCheck size={18} aria-hidden="true" />}
          onClick={() => onSay('given')}
        >
          {t('asked.ready')}
        </Button>
      )}
      {before && question.last && (
        <Button
          variant="default"
          leftSection={<IconHistory size={18} aria-hidden="true" />}
          onClick={() => onSay(before.said, before.typed)}
        >
          {t('asked.asBefore', { figure: beforeWords(question, words) })}
        </Button>
      )}
      {!asksYes && (
        <Button variant="default" onClick={() => onSay('nothing_arose')}>
          {t('figure.answer.nothing_arose')}
        </Button>
      )}
      <Button variant="default" onClick={() => onSay('not_applicable')}>
        {t('figure.answer.not_applicable')}
      </Button>
    </div>
  )
}

function YesOrNo({ busy, onSay }: Pick<ActsProps, 'busy' | 'onSay'>) {
  const { t } = useTranslation()
  return (
    <>
      <Button
        loading={busy}
        leftSection={<IconCheck size={18} aria-hidden="true" />}
        onClick={() => onSay('given', { yes: 'yes' })}
      >
        {t('asked.yes')}
      </Button>
      <Button variant="default" disabled={busy} onClick={() => onSay('given', { yes: 'no' })}>
        {t('asked.no')}
      </Button>
    </>
  )
}

/** What was answered the period before, short: “50/67”. */
function beforeWords(question: Question, words: ReturnType<typeof useFigureWords>): string {
  return question.last === null ? '' : words(question.last, question.unit_of_measure).replace(/ \(.*\)$/, '')
}
