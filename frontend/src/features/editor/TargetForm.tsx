import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Target, TargetGroup } from '@/api/models'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import { TargetFields } from '@/components/forms/TargetFields'
import { Notice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { NO_TARGET, type TargetWords, toTargetChange, toTargetRow, wordsOfTarget } from '@/lib/targetWords'

import { useEdit } from './api'
import { FormActions } from './FormActions'
import { named } from './named'

interface TargetFormProps {
  planId: string
  groups: readonly TargetGroup[]
  /** The target to change; absent for a new one. */
  target?: Target
  /** The code of the heading that a new target begins under. */
  group?: string
  number?: string
  onDone: () => void
}

/** Writes one target of a draft, new or as it is. */
export function TargetForm({ planId, groups, target, group = '', number = '', onDone }: TargetFormProps) {
  const { t } = useTranslation()
  const given = target ? wordsOfTarget(target) : { ...NO_TARGET, group, number }
  const draft = useDraft<TargetWords>(`target.${planId}.${target?.id ?? `new.${group}`}`, given)
  const edit = useEdit(planId)
  const { values } = draft
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const change = target
      ? ({ kind: 'target', of: target, change: toTargetChange(draft.typed, values) } as const)
      : ({ kind: 'target.add', row: toTargetRow(values) } as const)
    edit.mutate([change], { onSuccess: done })
  }
  const labels: Record<keyof TargetWords, string> = {
    group: t('targetForm.group'),
    number: t('target.column.number'),
    indicator: t('targetForm.indicator'),
    name: t('targetForm.name'),
    text: t('targetForm.text'),
    comparator: t('indicator.judged'),
    value: t('targetForm.value'),
    max: t('targetForm.to'),
    lead: t('participants.role.lead'),
    coordinate: t('participants.role.coordinate'),
  }
  return (
    <form onSubmit={save}>
      <TargetFields groups={groups} values={values} onChange={draft.setAll} />
      {target && values.indicator?.id !== target.indicator.id && <Notice tone="info">{t('targetForm.otherIndicator')}</Notice>}
      <ConflictNotice
        draft={draft}
        label={(name) => labels[name]}
        words={(name, { indicator, ...rest }) => (name === 'indicator' ? (indicator?.name ?? '') : named(rest[name]))}
      />
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={values.indicator === null || draft.conflicts.length > 0 || (target !== undefined && !draft.changed)}
        label={t(target ? 'action.save' : 'editor.addTarget')}
        onCancel={done}
      />
    </form>
  )
}
