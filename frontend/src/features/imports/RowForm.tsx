import { Button, TextInput } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportRow } from '@/api/models'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { FigureFields } from '@/components/forms/TargetFields'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import { useCorrect } from './api'
import { isTarget, isTask, type RowWords, toRowChange, wordsOfRow } from './rows'

interface RowFormProps {
  row: ImportRow
  importId: string
  version: number
  onDone: () => void
}

/** Puts one row right; what follows from it is understood anew by the server. */
export function RowForm({ row, importId, version, onDone }: RowFormProps) {
  const { t } = useTranslation()
  const draft = useDraft<RowWords>(`import.${importId}.${row.position}`, wordsOfRow(row))
  const correct = useCorrect(importId)
  const { values, set } = draft
  const [task, target] = [isTask(row.understood), isTarget(row.understood)]
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const change = toRowChange(row.kind, draft.typed, values)
    correct.mutate({ kind: 'row', position: row.position, change, version }, { onSuccess: done })
  }
  return (
    <form className={fields.fields} onSubmit={save}>
      <LongText
        label={t(target ? 'targetForm.name' : 'imports.content')}
        required
        value={values.title}
        onChange={(event) => set('title', event.currentTarget.value)}
      />
      {task && (
        <LongText
          label={t('task.column.deliverables')}
          description={t('taskForm.oneALine')}
          value={values.products}
          onChange={(event) => set('products', event.currentTarget.value)}
        />
      )}
      {target && <FigureFields values={values} onChange={draft.setAll} />}
      {(task || target) && (
        <>
          <PartyPicker label={t('participants.role.lead')} value={values.lead} onChange={(lead) => set('lead', lead)} />
          <PartyPicker
            label={t('participants.role.coordinate')}
            value={values.coordinating}
            onChange={(parties) => set('coordinating', parties)}
          />
        </>
      )}
      {task && (
        <TextInput
          label={t('taskForm.deadline')}
          placeholder={t('taskForm.deadlineExample')}
          value={values.deadline}
          onChange={(event) => set('deadline', event.currentTarget.value)}
        />
      )}
      <ProblemNotice error={correct.error} />
      <div className={fields.row}>
        <Button type="submit" size="compact-md" loading={correct.isPending} disabled={!draft.changed}>
          {t('action.save')}
        </Button>
        <Button variant="default" size="compact-md" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
