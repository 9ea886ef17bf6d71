import { TextInput } from '@mantine/core'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Question } from '@/api/models'
import { Segments } from '@/components/Segments'
import { useFormat } from '@/hooks/useFormat'

import { complaintOf, type Fault, partsOf, type Typed } from './answers'
import classes from './Asked.module.css'

export interface FieldsProps {
  question: Question
  typed: Typed
  faults: readonly Fault[]
  onType: (typed: Partial<Typed>) => void
  /** Enter in a field, or on a desk the arrows. */
  onKeyDown?: (event: KeyboardEvent<HTMLElement>, part: keyof Typed) => void
  onPaste?: (event: ClipboardEvent<HTMLElement>, part: keyof Typed) => void
}

/** What is typed in answer: “[42] / [45]”, a number with its measure, or yes and no. */
export function Fields(props: FieldsProps) {
  const { question, typed, onType } = props
  const { t } = useTranslation()
  const [first = 'value', second] = partsOf(question)
  if (first === 'yes') {
    return (
      <Segments
        label={question.question}
        value={typed.yes}
        options={[
          { value: 'yes', label: t('asked.yes') },
          { value: 'no', label: t('asked.no') },
        ]}
        onChange={(yes) => onType({ yes })}
      />
    )
  }
  return (
    <div className={classes.fields}>
      <Field {...props} part={first} label={question.question} />
      {second ? (
        <>
          <span aria-hidden="true">/</span>
          <Field {...props} part={second} label={question.denominator_label ?? t('asked.whole')} />
        </>
      ) : (
        <span>{question.unit_of_measure}</span>
      )}
      <Problems {...props} />
    </div>
  )
}

function Field({ question, typed, faults, onType, onKeyDown, onPaste, part, label }: FieldsProps & { part: keyof Typed; label: string }) {
  const wrong = complaintOf(question, typed)?.field === part || faults.some(({ field }) => field === part)
  return (
    <TextInput
      className={classes.number}
      aria-label={label}
      aria-invalid={wrong || undefined}
      error={wrong}
      inputMode="decimal"
      autoComplete="off"
      maxLength={24}
      data-part={part}
      value={typed[part]}
      onChange={(event) => onType({ [part]: event.currentTarget.value })}
      onKeyDown={(event) => onKeyDown?.(event, part)}
      onPaste={(event) => onPaste?.(event, part)}
    />
  )
}

/** What is wrong with the numbers, in words, under them. */
function Problems({ question, typed, faults }: FieldsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const complaint = complaintOf(question, typed)
  const said = faults.filter(({ field }) => field !== 'note').map(({ message }) => message)
  const texts = complaint ? [t(`asked.complaint.${complaint.what}`)] : said
  const known = question.suggested
  return (
    <>
      {texts.length > 0 && (
        <p className={classes.wrong} role="alert">
          {texts.join(' ')}
        </p>
      )}
      {question.answered_by === 'part' && (
        <p className={classes.soft}>
          {t('asked.outOf', { whole: lower(question.denominator_label ?? t('asked.whole')) })}
          {known && ` ${t('asked.counted', { count: known.denominator, day: format.date(known.on) })}`}
        </p>
      )}
    </>
  )
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
