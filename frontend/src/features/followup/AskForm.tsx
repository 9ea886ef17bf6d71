import { Button, Textarea, TextInput } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Clarification } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import type { OfWork, useAsk } from './api'
import classes from './Followup.module.css'

interface AskFormProps {
  wording: Clarification['wording']
  of: OfWork
  ask: ReturnType<typeof useAsk>
  onDone: () => void
}

/** What a leader wants to know of one unit, and by when. */
export function AskForm({ wording, of, ask, onDone }: AskFormProps) {
  const { t } = useTranslation()
  const draft = useDraft(`clarify.${of.unit}.${of.assignment ?? ''}`, { title: '', text: '', due_on: '' })
  const { title, text, due_on: day } = draft.values
  const ready = title.trim() !== '' && text.trim() !== '' && day !== ''
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!ready) return
    const onSuccess = () => {
      draft.clear()
      onDone()
    }
    ask.mutate({ ...of, title: title.trim(), text: text.trim(), due_on: day }, { onSuccess })
  }
  return (
    <form className={classes.form} aria-label={t(`clarify.wording.${wording}`)} onSubmit={submit}>
      <TextInput
        label={t('clarify.field.title')}
        placeholder={t('clarify.field.titleExample')}
        maxLength={500}
        value={title}
        onChange={(event) => draft.set('title', event.currentTarget.value)}
      />
      <Textarea
        label={t('clarify.field.text')}
        rows={4}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <DayInput
        label={t('clarify.due')}
        required
        value={day || null}
        onChange={(value) => draft.set('due_on', value ?? '')}
      />
      <ProblemNotice error={ask.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={ask.isPending} disabled={!ready}>
          {t(`clarify.send.${wording}`)}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
