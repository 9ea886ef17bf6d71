import { Button, Textarea, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedColumn, DataAnswer, DataRequestDetail } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { Segments } from '@/components/Segments'
import { useDraft } from '@/hooks/useDraft'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'
import { ApiError } from '@/lib/problem'

import { useAnswer, type Values } from './api'
import classes from './Requests.module.css'
import { typedValue } from './values'

interface AnswerFormProps {
  request: DataRequestDetail
  answer: DataAnswer
  onDone?: () => void
}

/** One unit's answer: each thing asked in its place, typed as people write it; kept in this tab until it is sent. */
export function AnswerForm({ request, answer, onDone }: AnswerFormProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const send = useAnswer(request.id, answer)
  const given = Object.fromEntries(
    request.columns.map(({ key }) => [key, typedValue(answer.values?.[key] ?? null, language)]),
  ) as Values
  const draft = useDraft(`data-request.${request.id}.${answer.unit.id}`, given)
  const ready = request.columns.every(({ key, required }) => !required || !isEmpty(draft.values[key]))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    send.mutate(draft.values, {
      onSuccess: () => {
        draft.clear()
        onDone?.()
      },
    })
  }
  const wrong = new Map(send.error instanceof ApiError ? send.error.fields.map((each) => [each.pointer, each.message]) : [])
  return (
    <form className={classes.form} aria-label={answer.unit.name} onSubmit={submit}>
      <Given answer={answer} />
      {request.columns.map((column) => (
        <Question
          key={column.key}
          column={column}
          value={draft.values[column.key] ?? null}
          wrong={wrong.get(`/values/${column.key}`)}
          onChange={(value) => draft.set(column.key, value)}
        />
      ))}
      <ProblemNotice error={wrong.size > 0 ? null : send.error} />
      <div className={classes.acts}>
        <Button
          type="submit"
          loading={send.isPending}
          disabled={!ready || (answer.answered_at !== null && !draft.changed)}
          leftSection={<IconSend size={18} aria-hidden="true" />}
        >
          {t(answer.answered_at === null ? 'request.answer' : 'request.answerAgain')}
        </Button>
        {onDone && (
          <Button variant="default" onClick={onDone}>
            {t('action.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

const isEmpty = (value: Values[string] | undefined) => value === null || value === undefined || value === ''

function Given({ answer }: { answer: DataAnswer }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (answer.answered_at === null) return null
  return (
    <Notice tone="good">
      {t('request.given', { by: answer.answered_by ?? '', at: format.dateTime(answer.answered_at) })}
    </Notice>
  )
}

interface QuestionProps {
  column: AskedColumn
  value: Values[string]
  wrong: string | undefined
  onChange: (value: Values[string]) => void
}

function Question({ column, value, wrong, onChange }: QuestionProps) {
  const { t } = useTranslation()
  const label = column.required ? column.label : t('request.optional', { label: column.label })
  const text = typeof value === 'string' ? value : ''
  if (column.kind === 'yes_no') {
    return (
      <fieldset className={classes.question}>
        <legend>{label}</legend>
        <div>
          <Segments
            label={label}
            value={value === null ? '' : value === true ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: t('request.yes') },
              { value: 'no', label: t('request.no') },
            ]}
            onChange={(chosen) => onChange(chosen === 'yes')}
          />
        </div>
        {wrong && <p className={classes.wrong}>{wrong}</p>}
      </fieldset>
    )
  }
  if (column.kind === 'choice') {
    return (
      <div>
        <SelectInput
          label={label}
          value={text}
          options={[
            { value: '', label: t('request.choose') },
            ...column.choices.map((each) => ({ value: each, label: each })),
          ]}
          onChange={onChange}
        />
        {wrong && <p className={classes.wrong}>{wrong}</p>}
      </div>
    )
  }
  if (column.kind === 'date') {
    return <DayInput label={label} value={text || null} error={wrong} onChange={onChange} />
  }
  const shared = { label, value: text, error: wrong, maxLength: 2000 }
  return column.kind === 'number' ? (
    <TextInput {...shared} inputMode="decimal" onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <Textarea {...shared} rows={2} onChange={(event) => onChange(event.currentTarget.value)} />
  )
}
