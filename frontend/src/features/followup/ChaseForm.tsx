import { Button, Textarea } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Chase } from '@/api/models'
import { ProblemNotice } from '@/components/Notice'
import { SelectInput } from '@/components/forms/SelectInput'
import { useDraft } from '@/hooks/useDraft'

import { HOWS, type Over, type useChase } from './api'
import classes from './Followup.module.css'

interface ChaseFormProps {
  /** Names what is typed in this tab. */
  id: string
  over: Over
  chase: ReturnType<typeof useChase>
  onDone: () => void
}

/** How somebody chased, and what was said. It tells nobody: the person who chased has. */
export function ChaseForm({ id, over, chase, onDone }: ChaseFormProps) {
  const { t } = useTranslation()
  const [how, setHow] = useState<Chase['how']>('phone')
  const draft = useDraft(`chase.${id}`, { note: '' })
  const { note } = draft.values
  function submit(event: SubmitEvent) {
    event.preventDefault()
    const onSuccess = () => {
      draft.clear()
      onDone()
    }
    chase.mutate({ ...over, how, note: note.trim() }, { onSuccess })
  }
  return (
    <form className={classes.form} aria-label={t('chase.record')} onSubmit={submit}>
      <SelectInput
        label={t('chase.field.how')}
        value={how}
        options={HOWS.map((value) => ({ value, label: t(`chase.how.${value}`) }))}
        onChange={setHow}
      />
      <Textarea
        label={t('chase.field.note')}
        placeholder={t('chase.field.noteExample')}
        rows={3}
        value={note}
        onChange={(event) => draft.set('note', event.currentTarget.value)}
      />
      <ProblemNotice error={chase.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={chase.isPending}>
          {t('chase.record')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
