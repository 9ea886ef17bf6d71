import { TextInput } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Cadence, Plan, ReportingRule } from '@/api/models'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { SelectInput } from '@/components/forms/SelectInput'
import { ReportingLines } from '@/components/ReportingLines'
import { useDraft } from '@/hooks/useDraft'

import { useEdit } from './api'
import { FormActions } from './FormActions'
import { type ItemFormProps, ListSection } from './ListSection'
import { named } from './named'
import { CADENCES, NO_RULE, type Rule, type RuleWords, toRule, toRuleRow, wordsOfRule } from './rules'

/** Who reports on the plan, through whom and to whom, how often and by when. */
export function ReportingSection({ plan, rules }: { plan: Plan; rules: readonly ReportingRule[] }) {
  const { t } = useTranslation()
  return (
    <ListSection<Rule>
      planId={plan.id}
      name="rule"
      title={t('reporting.title')}
      none={t('editor.rule.none')}
      add={t('editor.rule.add')}
      items={rules}
      titleOf={({ subject }) => subject}
      under={(rule) => <ReportingLines rule={rule} />}
      change={(items) => ({ kind: 'rules', items: items.map(toRuleRow), version: plan.version })}
      form={(props) => <RuleForm planId={plan.id} {...props} />}
    />
  )
}

function RuleForm({ planId, item, draftKey, change, onDone }: ItemFormProps<Rule> & { planId: string }) {
  const { t } = useTranslation()
  const draft = useDraft<RuleWords>(draftKey, item ? wordsOfRule(item) : NO_RULE)
  const edit = useEdit(planId)
  const { values, set } = draft
  const labels: Record<keyof RuleWords, string> = {
    subject: t('editor.rule.subject'),
    who: t('editor.rule.who'),
    via: t('editor.rule.via'),
    to: t('editor.rule.to'),
    cadence: t('editor.rule.cadence'),
    due: t('editor.rule.due'),
    section: t('editor.rule.section'),
  }
  const cadences: readonly { value: Cadence | ''; label: string }[] = [
    { value: '', label: t('editor.rule.noCadence') },
    ...CADENCES.map((value) => ({ value, label: t(`reporting.cadence.${value}`) })),
  ]
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    edit.mutate([change(toRule(draft.typed, values, item))], { onSuccess: done })
  }
  return (
    <form className={fields.fields} onSubmit={save}>
      <LongText
        label={labels.subject}
        placeholder={t('editor.rule.subjectExample')}
        required
        maxLength={2000}
        value={values.subject}
        onChange={(event) => set('subject', event.currentTarget.value)}
      />
      <div className={fields.pair}>
        <PartyPicker label={labels.who} value={values.who} onChange={(parties) => set('who', parties)} />
        <PartyPicker label={labels.to} value={values.to} onChange={(parties) => set('to', parties)} />
      </div>
      <PartyPicker
        label={labels.via}
        description={t('editor.rule.viaHint')}
        value={values.via}
        onChange={(parties) => set('via', parties)}
      />
      <div className={fields.pair}>
        <SelectInput label={labels.cadence} value={values.cadence} options={cadences} onChange={(cadence) => set('cadence', cadence)} />
        <TextInput
          label={labels.due}
          placeholder={t('editor.rule.dueExample')}
          maxLength={500}
          value={values.due}
          onChange={(event) => set('due', event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={labels.section}
        placeholder={t('editor.rule.sectionExample')}
        maxLength={500}
        value={values.section}
        onChange={(event) => set('section', event.currentTarget.value)}
      />
      <ConflictNotice
        draft={draft}
        label={(name) => labels[name]}
        words={(name, words) =>
          name === 'cadence' ? (cadences.find(({ value }) => value === words.cadence)?.label ?? '') : named(words[name])
        }
      />
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={draft.conflicts.length > 0 || (item !== undefined && !draft.changed)}
        label={t(item ? 'action.save' : 'editor.rule.add')}
        onCancel={done}
      />
    </form>
  )
}
