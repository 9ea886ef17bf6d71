import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan, Target, TargetGroup } from '@/api/models'
import { Card } from '@/components/Card'
import { useTargetWords } from '@/hooks/useTargetWords'
import { nextNumber } from '@/lib/rows'

import { AddButton } from './AddButton'
import { type Edit, type PlanParts, useEdit } from './api'
import { EditedRow } from './EditedRow'
import { GroupForm } from './GroupForm'
import { GroupHeading } from './GroupHeading'
import { choicesOf, type GroupOfTargets, moved, nextRoman, replaced, swapped, targetsByGroup } from './order'
import classes from './PlanEditor.module.css'
import { TargetForm } from './TargetForm'

/** The table of targets, heading by heading. */
export function TargetSection({ parts }: { parts: PlanParts }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const { plan, targets } = parts
  const groups = plan.target_groups
  return (
    <Card
      title={t('target.list.title')}
      flush
      aside={<AddButton aside label={t('editor.addTargetGroup')} onClick={() => setAdding(true)} />}
    >
      {targetsByGroup(groups, targets).map((part) => (
        <GroupPart key={part.group?.code ?? ''} part={part} parts={parts} />
      ))}
      {adding && (
        <div className={classes.open}>
          <GroupForm
            planId={plan.id}
            draftKey={`target-group.${plan.id}.new`}
            given={{ code: nextRoman(groups), title: '' }}
            label={t('editor.addTargetGroup')}
            change={(words) => headings(plan, [...groups, words])}
            onDone={() => setAdding(false)}
          />
        </div>
      )}
    </Card>
  )
}

/** A heading, and the codes of those there were whose targets it takes over. */
type Heading = TargetGroup & { takes?: string[] }

/** The change that makes these the headings. */
const headings = (plan: Plan, groups: readonly Heading[]): Edit => ({
  kind: 'plan',
  change: { target_groups: [...groups] },
  version: plan.version,
})

function GroupPart({ part: { group, targets }, parts }: { part: GroupOfTargets; parts: PlanParts }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const { plan, targets: all } = parts
  return (
    <section className={classes.group} aria-label={group?.title ?? t('taskForm.noGroup')}>
      {group && <TargetHeading group={group} count={targets.length} plan={plan} />}
      <ul className={classes.rows}>
        {targets.map((target) => (
          <TargetRowView key={target.id} target={target} siblings={targets} plan={plan} />
        ))}
      </ul>
      {all.length === 0 && group === null && !adding && <p className={classes.none}>{t('editor.noTargets')}</p>}
      {adding ? (
        <div className={classes.open}>
          <TargetForm
            planId={plan.id}
            groups={plan.target_groups}
            group={group?.code ?? ''}
            number={nextNumber(all)}
            onDone={() => setAdding(false)}
          />
        </div>
      ) : (
        <AddButton label={group ? t('editor.addTargetIn', { group: group.code }) : t('editor.addTarget')} onClick={() => setAdding(true)} />
      )}
    </section>
  )
}

function TargetHeading({ group, count, plan }: { group: TargetGroup; count: number; plan: Plan }) {
  const { t } = useTranslation()
  const groups = plan.target_groups
  const place = groups.indexOf(group)
  const others = groups.filter((other) => other !== group)
  function move(by: 1 | -1) {
    const order = moved(groups, place, by)
    return order && [headings(plan, order)]
  }
  /** Its targets stand under none, unless another heading takes them over. */
  const remove = (to: string) => [
    headings(plan, others.map((other): Heading => (other.code === to ? { ...other, takes: [group.code] } : other))),
  ]
  const rename = (words: TargetGroup) => {
    const takes = words.code === group.code ? [] : [group.code]
    return headings(plan, replaced<Heading>(groups, place, { ...words, takes }))
  }
  return (
    <GroupHeading
      planId={plan.id}
      group={group}
      rows={count > 0 ? t('editor.removeGroup.targets', { count }) : undefined}
      others={choicesOf(others)}
      up={move(-1)}
      down={move(1)}
      remove={remove}
      form={(close) => (
        <GroupForm
          planId={plan.id}
          draftKey={`target-group.${plan.id}.${group.code}`}
          given={group}
          label={t('action.save')}
          change={rename}
          onDone={close}
        />
      )}
    />
  )
}

interface TargetRowViewProps {
  target: Target
  siblings: readonly Target[]
  plan: Plan
}

function TargetRowView({ target, siblings, plan }: TargetRowViewProps) {
  const judged = useTargetWords()
  const edit = useEdit(plan.id)
  const place = siblings.indexOf(target)
  function move(by: 1 | -1) {
    const swap = swapped(siblings, place, by)
    return swap && (() => edit.mutate(swap.map(({ of, change }) => ({ kind: 'target', of, change }))))
  }
  return (
    <EditedRow
      number={target.number}
      title={target.printed_name}
      onUp={move(-1)}
      onDown={move(1)}
      onDelete={() => edit.mutate([{ kind: 'target.delete', of: target }])}
      error={edit.error}
      form={(close) => <TargetForm planId={plan.id} groups={plan.target_groups} target={target} onDone={close} />}
    >
      <p className={classes.soft}>{[target.text, judged(target)].filter(Boolean).join(' · ')}</p>
    </EditedRow>
  )
}
