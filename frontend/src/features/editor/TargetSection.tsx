import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Target, TargetGroup } from '@/api/models'
import { Card } from '@/components/Card'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import fields from '@/components/forms/Fields.module.css'
import { Notice } from '@/components/Notice'
import { TargetFields } from '@/components/forms/TargetFields'
import { useDraft } from '@/hooks/useDraft'
import { useTargetWords } from '@/hooks/useTargetWords'
import { nextNumber } from '@/lib/rows'
import { NO_TARGET, type TargetWords, toTargetChange, toTargetRow, wordsOfTarget } from '@/lib/targetWords'

import { type PlanParts, useEdit } from './api'
import { EditedRow } from './EditedRow'
import { FormActions } from './FormActions'
import { swapped } from './order'
import classes from './PlanEditor.module.css'
import { named } from './named'

/** The table of targets. */
export function TargetSection({ parts: { plan, targets } }: { parts: PlanParts }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState<'target' | 'group' | null>(null)
  const groups = plan.target_groups
  return (
    <Card
      title={t('target.list.title')}
      flush
      aside={
        <Button variant="default" size="compact-md" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding('group')}>
          {t('editor.addTargetGroup')}
        </Button>
      }
    >
      {adding === 'group' && (
        <div className={classes.open}>
          <TargetGroupForm parts={{ plan }} onDone={() => setAdding(null)} />
        </div>
      )}
      <ul className={classes.rows}>
        {targets.map((target, place) => (
          <TargetRowView key={target.id} target={target} targets={targets} place={place} planId={plan.id} groups={groups} />
        ))}
      </ul>
      {targets.length === 0 && adding !== 'target' && <p className={classes.none}>{t('editor.noTargets')}</p>}
      {adding === 'target' ? (
        <div className={classes.open}>
          <TargetForm planId={plan.id} groups={groups} number={nextNumber(targets)} onDone={() => setAdding(null)} />
        </div>
      ) : (
        <Button
          className={classes.add}
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setAdding('target')}
        >
          {t('editor.addTarget')}
        </Button>
      )}
    </Card>
  )
}

interface TargetRowViewProps {
  target: Target
  targets: readonly Target[]
  place: number
  planId: string
  groups: readonly TargetGroup[]
}

function TargetRowView({ target, targets, place, planId, groups }: TargetRowViewProps) {
  const judged = useTargetWords()
  const edit = useEdit(planId)
  function move(by: 1 | -1) {
    const swap = swapped(targets, place, by)
    return swap && (() => edit.mutate(swap.map(({ of, change }) => ({ kind: 'target', of, change }))))
  }
  const group = groups.find(({ code }) => code === target.group)
  return (
    <EditedRow
      number={target.number}
      title={target.printed_name}
      onUp={move(-1)}
      onDown={move(1)}
      onDelete={() => edit.mutate([{ kind: 'target.delete', of: target }])}
      error={edit.error}
      form={(close) => <TargetForm planId={planId} groups={groups} target={target} onDone={close} />}
    >
      <p className={classes.soft}>
        {[target.text, judged(target), group && `${group.code}. ${group.title}`].filter(Boolean).join(' · ')}
      </p>
    </EditedRow>
  )
}

interface TargetFormProps {
  planId: string
  groups: readonly TargetGroup[]
  target?: Target
  number?: string
  onDone: () => void
}

function TargetForm({ planId, groups, target, number = '', onDone }: TargetFormProps) {
  const { t } = useTranslation()
  const given = target ? wordsOfTarget(target) : { ...NO_TARGET, number }
  const draft = useDraft<TargetWords>(`target.${planId}.${target?.id ?? 'new'}`, given)
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

function TargetGroupForm({ parts: { plan }, onDone }: { parts: Pick<PlanParts, 'plan'>; onDone: () => void }) {
  const { t } = useTranslation()
  const draft = useDraft<TargetGroup>(`target-group.${plan.id}`, { code: '', title: '' })
  const edit = useEdit(plan.id)
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const change = { target_groups: [...plan.target_groups, draft.values] }
    edit.mutate([{ kind: 'plan', change, version: plan.version }], { onSuccess: done })
  }
  return (
    <form onSubmit={save}>
      <div className={fields.pair} data-first="small">
        <TextInput
          label={t('editor.groupCode')}
          required
          value={draft.values.code}
          onChange={(event) => draft.set('code', event.currentTarget.value)}
        />
        <TextInput
          label={t('editor.groupTitle')}
          required
          value={draft.values.title}
          onChange={(event) => draft.set('title', event.currentTarget.value)}
        />
      </div>
      <FormActions error={edit.error} saving={edit.isPending} blocked={false} label={t('editor.addTargetGroup')} onCancel={done} />
    </form>
  )
}
