import { Button, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { DataRequestDraft } from '@/api/models'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { useAudiences } from '@/hooks/useAudiences'

import { COLUMN_KINDS, useAskUnits } from './api'
import classes from './Requests.module.css'

type Kind = (typeof COLUMN_KINDS)[number]

interface Asked {
  label: string
  kind: Kind
  required: boolean
  /** One a line. */
  choices: string
}

interface Typed {
  title: string
  text: string
  audience: string
  hours: string
  columns: Asked[]
}

const NOTHING: Asked = { label: '', kind: 'number', required: true, choices: '' }
const EMPTY: Typed = { title: '', text: '', audience: '', hours: '8', columns: [NOTHING] }
const HOURS = ['4', '8', '24', '48', '72', '168'] as const
const MOST = 20

const choicesOf = ({ choices }: Asked) => [...new Set(choices.split('\n').map((each) => each.trim()).filter(Boolean))]

const isWhole = (asked: Asked) =>
  asked.label.trim() !== '' && (asked.kind !== 'choice' || choicesOf(asked).length > 1)

function draftOf({ title, text, audience, hours, columns }: Typed): DataRequestDraft {
  return {
    title: title.trim(),
    text: text.trim(),
    audience,
    due_in_hours: Number(hours),
    columns: columns.map((each) => ({
      label: each.label.trim(),
      kind: each.kind,
      required: each.required,
      choices: each.kind === 'choice' ? choicesOf(each) : [],
    })),
  }
}

interface AskFormProps {
  onAsked: (id: string) => void
  onCancel: () => void
}

/** What is asked of whom, and for how many hours answers are taken. */
export function AskForm({ onAsked, onCancel }: AskFormProps) {
  const { t } = useTranslation()
  const audiences = useAudiences()
  const ask = useAskUnits()
  const draft = useDraft('data-request', EMPTY)
  const typed = draft.values
  const ready = typed.title.trim() !== '' && typed.audience !== '' && typed.columns.every(isWhole)
  const put = (place: number, change: Partial<Asked>) =>
    draft.set('columns', typed.columns.map((each, at) => (at === place ? { ...each, ...change } : each)))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!ready) return
    ask.mutate(draftOf(typed), {
      onSuccess: ({ id }) => {
        draft.clear()
        onAsked(id)
      },
    })
  }
  return (
    <form className={classes.form} aria-label={t('request.ask')} onSubmit={submit}>
      <TextInput
        label={t('request.field.title')}
        placeholder={t('request.field.titleExample')}
        required
        maxLength={200}
        value={typed.title}
        onChange={(event) => draft.set('title', event.currentTarget.value)}
      />
      <Textarea
        label={t('request.field.text')}
        rows={2}
        value={typed.text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <div className={classes.pair}>
        <SelectInput
          label={t('request.field.audience')}
          value={typed.audience}
          options={[
            { value: '', label: t('request.field.chooseAudience') },
            ...(audiences.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(audience) => draft.set('audience', audience)}
        />
        <SelectInput
          label={t('request.field.due')}
          value={typed.hours}
          options={HOURS.map((value) => ({ value, label: t('request.field.hours', { hours: value }) }))}
          onChange={(hours) => draft.set('hours', hours)}
        />
      </div>
      {typed.columns.map((column, place) => (
        <ColumnFields
          key={place}
          number={place + 1}
          column={column}
          onChange={(change) => put(place, change)}
          onRemove={
            typed.columns.length > 1
              ? () => draft.set('columns', typed.columns.filter((_, at) => at !== place))
              : undefined
          }
        />
      ))}
      {typed.columns.length < MOST && (
        <div>
          <Button
            variant="light"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => draft.set('columns', [...typed.columns, NOTHING])}
          >
            {t('request.field.add')}
          </Button>
        </div>
      )}
      <ProblemNotice error={ask.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={ask.isPending} disabled={!ready}>
          {t('request.send')}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface ColumnFieldsProps {
  number: number
  column: Asked
  onChange: (change: Partial<Asked>) => void
  onRemove: (() => void) | undefined
}

function ColumnFields({ number, column, onChange, onRemove }: ColumnFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.asked} role="group" aria-label={t('request.field.question', { number })}>
      <TextInput
        label={t('request.field.question', { number })}
        placeholder={t('request.field.questionExample')}
        maxLength={200}
        value={column.label}
        onChange={(event) => onChange({ label: event.currentTarget.value })}
      />
      <SelectInput
        label={t('request.field.kind')}
        value={column.kind}
        options={COLUMN_KINDS.map((value) => ({ value, label: t(`request.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <label className={classes.required}>
        <input
          type="checkbox"
          checked={column.required}
          onChange={(event) => onChange({ required: event.currentTarget.checked })}
        />
        {t('request.field.required')}
      </label>
      {onRemove && (
        <Button
          variant="subtle"
          color="gray"
          aria-label={t('request.field.remove', { number })}
          onClick={onRemove}
        >
          <IconTrash size={18} aria-hidden="true" />
        </Button>
      )}
      {column.kind === 'choice' && (
        <Textarea
          className={classes.wide}
          label={t('request.field.choices')}
          rows={3}
          value={column.choices}
          onChange={(event) => onChange({ choices: event.currentTarget.value })}
        />
      )}
    </div>
  )
}
