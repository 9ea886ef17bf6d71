import { Button } from '@mantine/core'
import type { KeyboardEvent, SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportRow, PlanImport } from '@/api/models'
import fields from '@/components/forms/Fields.module.css'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import { useCorrect } from './api'
import { RowFields } from './RowFields'
import { NO_ROW, type RowWords, toRowChange, toUnderstood, wordsOfRow } from './rows'

interface RowFormProps {
  read: PlanImport
  row: ImportRow
  /** The row's own name; what is typed is kept under it. */
  name: string
  onDone: () => void
  /** Saved, and on to the next row in doubt. */
  onNext: (read: PlanImport) => void
}

/** Puts one row right; what follows from it is understood anew by the server. */
export function RowForm({ read, row, name, onDone, onNext }: RowFormProps) {
  const { t } = useTranslation()
  const draft = useDraft<RowWords>(`import.${read.id}.${name}`, wordsOfRow(row))
  const correct = useCorrect(read)
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(then: (read: PlanImport) => void) {
    if (!draft.changed) return
    const change = toRowChange(draft.typed, draft.values)
    correct.mutate(
      { kind: 'row', position: row.position, change },
      {
        onSuccess: (saved) => {
          done()
          then(saved)
        },
      },
    )
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    save(onNext)
  }
  function send(event: SyntheticEvent) {
    event.preventDefault()
    save(() => undefined)
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a shortcut for what a button below does
    <form className={fields.fields} onSubmit={send} onKeyDown={onKeyDown}>
      <RowFields values={draft.values} onChange={draft.setAll} />
      <ProblemNotice error={correct.error} />
      <div className={fields.row}>
        <Button type="submit" size="compact-md" loading={correct.isPending} disabled={!draft.changed}>
          {t('action.save')}
        </Button>
        <Button
          variant="light"
          size="compact-md"
          disabled={!draft.changed || correct.isPending}
          aria-keyshortcuts="Control+Enter"
          onClick={() => save(onNext)}
        >
          {t('imports.saveNext')}
        </Button>
        <Button variant="default" size="compact-md" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface AddFormProps {
  read: PlanImport
  /** The row it goes behind. */
  after: number
  onDone: () => void
}

/** Writes a row that the document says in running text, or that was missed. */
export function AddForm({ read, after, onDone }: AddFormProps) {
  const { t } = useTranslation()
  const above = read.rows[after - 1]?.kind ?? 'task'
  const kind = above.startsWith('target') ? 'target' : 'task'
  const draft = useDraft<RowWords>(`import.${read.id}.new`, { ...NO_ROW, kind })
  const correct = useCorrect(read)
  const done = () => {
    draft.clear()
    onDone()
  }
  function send(event: SyntheticEvent) {
    event.preventDefault()
    const { values, typed } = draft
    const row = { kind: values.kind, after, understood: toUnderstood(typed, values) }
    correct.mutate({ kind: 'add', row }, { onSuccess: done })
  }
  return (
    <form className={fields.fields} aria-label={t('imports.addRow')} onSubmit={send}>
      <RowFields values={draft.values} onChange={draft.setAll} />
      <ProblemNotice error={correct.error} />
      <div className={fields.row}>
        <Button type="submit" size="compact-md" loading={correct.isPending}>
          {t('imports.addRow')}
        </Button>
        <Button variant="default" size="compact-md" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
