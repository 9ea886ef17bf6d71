import { TextInput } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { TargetGroup } from '@/api/models'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import fields from '@/components/forms/Fields.module.css'
import { useDraft } from '@/hooks/useDraft'

import { type Edit, useEdit } from './api'
import { FormActions } from './FormActions'

interface GroupFormProps {
  planId: string
  /** Names what is typed in this tab. */
  draftKey: string
  given: TargetGroup
  /** What the button that saves says. */
  label: string
  /** The change that makes the heading read so. */
  change: (words: TargetGroup) => Edit
  onDone: () => void
}

/** Writes a heading of a table of the plan, new or as it is. */
export function GroupForm({ planId, draftKey, given, label, change, onDone }: GroupFormProps) {
  const { t } = useTranslation()
  const draft = useDraft<TargetGroup>(draftKey, given)
  const edit = useEdit(planId)
  const { values, set } = draft
  const labels: Record<keyof TargetGroup, string> = { code: t('editor.groupCode'), title: t('editor.groupTitle') }
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    edit.mutate([change({ code: values.code.trim(), title: values.title.trim() })], { onSuccess: done })
  }
  return (
    <form onSubmit={save}>
      <div className={fields.pair} data-first="small">
        <TextInput
          label={labels.code}
          required
          maxLength={20}
          value={values.code}
          onChange={(event) => set('code', event.currentTarget.value)}
        />
        <TextInput
          label={labels.title}
          required
          maxLength={500}
          value={values.title}
          onChange={(event) => set('title', event.currentTarget.value)}
        />
      </div>
      <ConflictNotice draft={draft} label={(name) => labels[name]} words={(name, words) => words[name]} />
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={draft.conflicts.length > 0}
        label={label}
        onCancel={done}
      />
    </form>
  )
}
