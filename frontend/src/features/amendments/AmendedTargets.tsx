import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Target } from '@/api/models'
import { Card } from '@/components/Card'
import { TargetFields } from '@/components/forms/TargetFields'
import { Notice } from '@/components/Notice'
import type { Draft } from '@/hooks/useDraft'
import { nextNumber } from '@/lib/rows'
import { NO_TARGET, type TargetWords, wordsOfTarget } from '@/lib/targetWords'

import classes from './Amend.module.css'
import { AmendRow } from './AmendRow'
import { type AmendedPlan, type AmendmentWords, isTargetChanged, type NewTarget } from './draft'

interface PartProps {
  parts: AmendedPlan
  draft: Draft<AmendmentWords>
}

/** The targets of the plan, each to be changed or dropped; new ones are added below. */
export function AmendedTargets({ parts, draft }: PartProps) {
  const { t } = useTranslation()
  const { values, set } = draft
  function add() {
    const number = nextNumber([...parts.targets, ...values.newTargets.map(({ words }) => words)])
    set('newTargets', [...values.newTargets, { key: crypto.randomUUID(), words: { ...NO_TARGET, number } }])
  }
  return (
    <Card title={t('target.list.title')} flush>
      <ul className={classes.rows}>
        {parts.targets.map((target) => (
          <TargetThere key={target.id} target={target} parts={parts} draft={draft} />
        ))}
        {values.newTargets.map((target) => (
          <TargetAdded key={target.key} target={target} parts={parts} draft={draft} />
        ))}
      </ul>
      <Button
        className={classes.add}
        variant="subtle"
        size="compact-md"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={add}
      >
        {t('amend.addTarget')}
      </Button>
    </Card>
  )
}

function TargetThere({ target, parts, draft: { values, set } }: PartProps & { target: Target }) {
  const { t } = useTranslation()
  const typed = values.targets[target.id] ?? {}
  const words: TargetWords = { ...wordsOfTarget(target), ...typed }
  const dropped = values.droppedTargets.includes(target.id)
  function undo() {
    const { [target.id]: _gone, ...others } = values.targets
    if (dropped) set('droppedTargets', values.droppedTargets.filter((id) => id !== target.id))
    else set('targets', others)
  }
  return (
    <AmendRow
      entity="target"
      number={words.number}
      title={words.name}
      under={<p className={classes.soft}>{words.text}</p>}
      change={dropped ? 'cancelled' : isTargetChanged(target, values) ? 'changed' : undefined}
      onStop={() => set('droppedTargets', [...values.droppedTargets, target.id])}
      onUndo={undo}
    >
      <TargetFields
        groups={parts.plan.target_groups}
        values={words}
        onChange={(change) => set('targets', { ...values.targets, [target.id]: { ...typed, ...change } })}
      />
      {words.indicator?.id !== target.indicator.id && <Notice tone="info">{t('targetForm.otherIndicator')}</Notice>}
    </AmendRow>
  )
}

function TargetAdded({ target, parts, draft: { values, set } }: PartProps & { target: NewTarget }) {
  const { words } = target
  const keep = (next: NewTarget) =>
    set('newTargets', values.newTargets.map((each) => (each.key === target.key ? next : each)))
  const takeOut = () => set('newTargets', values.newTargets.filter(({ key }) => key !== target.key))
  return (
    <AmendRow
      entity="target"
      number={words.number}
      title={words.name}
      under={<p className={classes.soft}>{words.text}</p>}
      change="added"
      onStop={takeOut}
      onUndo={takeOut}
      begun={words.name.trim() === ''}
    >
      <TargetFields
        groups={parts.plan.target_groups}
        values={words}
        onChange={(change) => keep({ ...target, words: { ...words, ...change } })}
      />
    </AmendRow>
  )
}
