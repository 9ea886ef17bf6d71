import { Button, Textarea } from '@mantine/core'
import { IconPencilShare } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { AssignmentDetail, WorkNote } from '@/api/models'
import { Card } from '@/components/Card'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { useFormat } from '@/hooks/useFormat'

import { useAddNote } from './api'
import classes from './AssignmentPage.module.css'

/** What was said about the work, the latest first; notes stay as they were said. */
export function Notes({ work, writable }: { work: AssignmentDetail; writable: boolean }) {
  const { t } = useTranslation()
  return (
    <Card title={t('work.notes.title')}>
      {writable && <NoteForm id={work.id} />}
      {work.updates.length === 0 ? (
        <p className={classes.soft}>{t('work.notes.none')}</p>
      ) : (
        <ol className={classes.notes} reversed>
          {[...work.updates].reverse().map((note) => (
            <Note key={`${note.at}-${note.by}`} note={note} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function Note({ note }: { note: WorkNote }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <div className={classes.noteHead}>
        <strong>{note.by}</strong>
        <span>{format.dateTime(note.at)}</span>
        <span>{t(`task.status.${note.status}`)}</span>
        {note.on_behalf && (
          <Mark tone="accent" icon={<IconPencilShare />}>
            {t('work.notes.onBehalf')}
          </Mark>
        )}
      </div>
      <p className={classes.said}>{note.text}</p>
    </li>
  )
}

function NoteForm({ id }: { id: string }) {
  const { t } = useTranslation()
  const draft = useDraft(`note.${id}`, { text: '' })
  const add = useAddNote(id)
  const { text } = draft.values
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (text.trim() !== '') add.mutate(text.trim(), { onSuccess: draft.clear })
  }
  return (
    <form className={classes.noteForm} onSubmit={submit}>
      <Textarea
        label={t('work.notes.label')}
        rows={2}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <ProblemNotice error={add.error} />
      <Button type="submit" variant="default" loading={add.isPending} disabled={text.trim() === ''}>
        {t('work.notes.add')}
      </Button>
    </form>
  )
}
