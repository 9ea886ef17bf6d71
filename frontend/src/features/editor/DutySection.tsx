import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Duty, Plan } from '@/api/models'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { useDraft } from '@/hooks/useDraft'
import type { Party } from '@/lib/party'

import { useEdit } from './api'
import { FormActions } from './FormActions'
import { type ItemFormProps, ListSection } from './ListSection'
import { named } from './named'
import classes from './PlanEditor.module.css'

/** What the plan lays on single units beside its tasks, in the order printed. */
export function DutySection({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <ListSection
      planId={plan.id}
      name="duty"
      title={t('plan.duties')}
      none={t('editor.duty.none')}
      add={t('editor.duty.add')}
      items={plan.duties}
      titleOf={({ unit_name: name }) => name}
      under={({ text }) => <p className={classes.printed}>{text}</p>}
      change={(duties) => ({ kind: 'plan', change: { duties: duties.map(toDutyRow) }, version: plan.version })}
      form={(props) => <DutyForm planId={plan.id} {...props} />}
    />
  )
}

const toDutyRow = ({ unit_name, unit, text }: Duty) => ({ unit_name, unit: unit?.id ?? null, text })

interface DutyWords {
  /** One, by the name printed; none while it is being chosen. */
  unit: Party[]
  text: string
}

const wordsOf = (duty: Duty | undefined): DutyWords => ({
  unit: duty ? [{ unit: duty.unit, audience: null, printed_name: duty.unit_name }] : [],
  text: duty?.text ?? '',
})

/** Writes what one unit, or several under one printed name, must do. */
function DutyForm({ planId, item, draftKey, change, onDone }: ItemFormProps<Duty> & { planId: string }) {
  const { t } = useTranslation()
  const draft = useDraft<DutyWords>(draftKey, wordsOf(item))
  const edit = useEdit(planId)
  const { unit, text } = draft.values
  const [party] = unit
  const labels: Record<keyof DutyWords, string> = { unit: t('editor.duty.unit'), text: t('editor.duty.text') }
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    if (!party) return
    const duty = { unit_name: party.printed_name, unit: party.unit, text: text.trim() }
    edit.mutate([change(duty)], { onSuccess: done })
  }
  return (
    <form className={fields.fields} onSubmit={save}>
      <PartyPicker
        label={labels.unit}
        description={t('editor.duty.unitHint')}
        only="unit"
        printed
        value={unit}
        onChange={(parties) => draft.set('unit', parties.slice(-1))}
      />
      <LongText
        label={labels.text}
        required
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <ConflictNotice draft={draft} label={(name) => labels[name]} words={(name, words) => named(words[name])} />
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={!party || draft.conflicts.length > 0 || (item !== undefined && !draft.changed)}
        label={t(item ? 'action.save' : 'editor.duty.add')}
        onCancel={done}
      />
    </form>
  )
}
