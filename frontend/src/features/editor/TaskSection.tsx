import { Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Task, TaskGroup } from '@/api/models'
import { Card } from '@/components/Card'
import fields from '@/components/forms/Fields.module.css'
import { ProblemNotice } from '@/components/Notice'
import { ScheduleReading } from '@/components/forms/ScheduleReading'
import { useDraft } from '@/hooks/useDraft'
import { nextNumber } from '@/lib/rows'

import { type PlanParts, useEdit } from './api'
import { EditedRow, Tool } from './EditedRow'
import { FormActions } from './FormActions'
import { byGroup, type GroupOfTasks, swapped } from './order'
import classes from './PlanEditor.module.css'
import { TaskForm } from './TaskForm'

/** The table of tasks, group by group. */
export function TaskSection({ parts }: { parts: PlanParts }) {
  const { t } = useTranslation()
  const { plan, groups, tasks } = parts
  const [adding, setAdding] = useState(false)
  return (
    <Card
      title={t('task.list.title')}
      flush
      aside={
        <Button variant="default" size="compact-md" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setAdding(true)}>
          {t('editor.addGroup')}
        </Button>
      }
    >
      {byGroup(groups, tasks).map((part) => (
        <GroupPart key={part.group?.id ?? ''} part={part} parts={parts} />
      ))}
      {adding && (
        <div className={classes.open}>
          <GroupForm planId={plan.id} groups={groups} onDone={() => setAdding(false)} />
        </div>
      )}
    </Card>
  )
}

function GroupPart({ part: { group, tasks }, parts }: { part: GroupOfTasks; parts: PlanParts }) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const { plan, groups, tasks: all } = parts
  return (
    <section className={classes.group} aria-label={group?.title ?? t('taskForm.noGroup')}>
      {group && <GroupHeading planId={plan.id} group={group} groups={groups} empty={tasks.length === 0} />}
      <ul className={classes.rows}>
        {tasks.map((task) => (
          <TaskRowView key={task.id} task={task} siblings={siblingsOf(task, tasks)} parts={parts} />
        ))}
      </ul>
      {adding ? (
        <div className={classes.open}>
          <TaskForm
            planId={plan.id}
            groups={groups}
            group={group?.id ?? ''}
            number={nextNumber(all)}
            onDone={() => setAdding(false)}
          />
        </div>
      ) : (
        <Button
          className={classes.add}
          variant="subtle"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {group ? t('editor.addTaskIn', { group: group.code }) : t('editor.addTask')}
        </Button>
      )}
    </section>
  )
}

const siblingsOf = (task: Task, tasks: readonly Task[]) => tasks.filter(({ parent_id: parent }) => parent === task.parent_id)

interface TaskRowViewProps {
  task: Task
  siblings: readonly Task[]
  parts: PlanParts
}

function TaskRowView({ task, siblings, parts: { plan, groups } }: TaskRowViewProps) {
  const { t } = useTranslation()
  const edit = useEdit(plan.id)
  const place = siblings.indexOf(task)
  function move(by: 1 | -1) {
    const swap = swapped(siblings, place, by)
    return swap && (() => edit.mutate(swap.map(({ of, change }) => ({ kind: 'task', of, change }))))
  }
  const names = task.participations.filter(({ role }) => role === 'lead').map(({ printed_name: name }) => name)
  return (
    <EditedRow
      number={task.number}
      title={task.title}
      indented={task.parent_id !== null}
      onUp={move(-1)}
      onDown={move(1)}
      onDelete={() => edit.mutate([{ kind: 'task.delete', of: task }])}
      error={edit.error}
      form={(close) => <TaskForm planId={plan.id} groups={groups} task={task} onDone={close} />}
    >
      <p className={classes.soft}>
        {names.length > 0 ? t('editor.ledBy', { names: names.join('; ') }) : t('editor.noLead')}
        {task.schedule.text && ` · ${task.schedule.text}`}
      </p>
      {task.schedule.warnings.length > 0 && (
        <ScheduleReading schedule={{ terms: task.schedule.terms, occurrences: [], warnings: task.schedule.warnings }} />
      )}
    </EditedRow>
  )
}

interface GroupHeadingProps {
  planId: string
  group: TaskGroup
  groups: readonly TaskGroup[]
  empty: boolean
}

function GroupHeading({ planId, group, groups, empty }: GroupHeadingProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const edit = useEdit(planId)
  const place = groups.indexOf(group)
  function move(by: 1 | -1) {
    const swap = swapped(groups, place, by)
    return swap && (() => edit.mutate(swap.map(({ of, change }) => ({ kind: 'group', of, change }))))
  }
  if (open) {
    return (
      <div className={classes.open}>
        <GroupForm planId={planId} groups={groups} group={group} onDone={() => setOpen(false)} />
      </div>
    )
  }
  const { title } = group
  return (
    <div className={classes.heading}>
      <h3>
        {group.code}. {title}
      </h3>
      <div className={classes.tools}>
        <Tool label={t('editor.up', { title })} icon={<IconArrowUp />} onClick={move(-1)} />
        <Tool label={t('editor.down', { title })} icon={<IconArrowDown />} onClick={move(1)} />
        <Tool label={t('editor.edit', { title })} icon={<IconPencil />} onClick={() => setOpen(true)} />
        <Tool
          label={t('editor.delete', { title })}
          icon={<IconTrash />}
          onClick={empty ? () => edit.mutate([{ kind: 'group.delete', of: group }]) : undefined}
        />
      </div>
      <ProblemNotice error={edit.error} />
    </div>
  )
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const

interface GroupFormProps {
  planId: string
  groups: readonly TaskGroup[]
  group?: TaskGroup
  onDone: () => void
}

function GroupForm({ planId, groups, group, onDone }: GroupFormProps) {
  const { t } = useTranslation()
  const given = { code: group?.code ?? ROMAN[groups.length] ?? '', title: group?.title ?? '' }
  const draft = useDraft(`group.${planId}.${group?.id ?? 'new'}`, given)
  const edit = useEdit(planId)
  const done = () => {
    draft.clear()
    onDone()
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const words = { code: draft.values.code.trim(), title: draft.values.title.trim() }
    const change = group
      ? ({ kind: 'group', of: group, change: words } as const)
      : ({ kind: 'group.add', ...words } as const)
    edit.mutate([change], { onSuccess: done })
  }
  return (
    <form onSubmit={save}>
      <div className={fields.pair} data-first="small">
        <TextInput
          label={t('editor.groupCode')}
          required
          maxLength={20}
          value={draft.values.code}
          onChange={(event) => draft.set('code', event.currentTarget.value)}
        />
        <TextInput
          label={t('editor.groupTitle')}
          required
          maxLength={500}
          value={draft.values.title}
          onChange={(event) => draft.set('title', event.currentTarget.value)}
        />
      </div>
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={false}
        label={t(group ? 'action.save' : 'editor.addGroup')}
        onCancel={done}
      />
    </form>
  )
}
