import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Task, TaskGroup } from '@/api/models'
import { Card } from '@/components/Card'
import { ScheduleReading } from '@/components/forms/ScheduleReading'
import { nextNumber, nextNumberUnder } from '@/lib/rows'

import { AddButton } from './AddButton'
import { type Edit, type PlanParts, useEdit } from './api'
import { EditedRow } from './EditedRow'
import { GroupForm } from './GroupForm'
import { GroupHeading } from './GroupHeading'
import { byGroup, choicesOf, type GroupOfTasks, held, nextRoman, swapped } from './order'
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
      aside={<AddButton aside label={t('editor.addGroup')} onClick={() => setAdding(true)} />}
    >
      {byGroup(groups, tasks).map((part) => (
        <GroupPart key={part.group?.id ?? ''} part={part} parts={parts} />
      ))}
      {adding && (
        <div className={classes.open}>
          <GroupForm
            planId={plan.id}
            draftKey={`group.${plan.id}.new`}
            given={{ code: nextRoman(groups), title: '' }}
            label={t('editor.addGroup')}
            change={(words) => ({ kind: 'group.add', ...words })}
            onDone={() => setAdding(false)}
          />
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
      {group && <TaskHeading group={group} parts={parts} />}
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
            tasks={all}
            group={group?.id ?? ''}
            number={nextNumber(all)}
            onDone={() => setAdding(false)}
          />
        </div>
      ) : (
        <AddButton label={group ? t('editor.addTaskIn', { group: group.code }) : t('editor.addTask')} onClick={() => setAdding(true)} />
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

function TaskRowView({ task, siblings, parts: { plan, groups, tasks } }: TaskRowViewProps) {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const edit = useEdit(plan.id)
  const place = siblings.indexOf(task)
  function move(by: 1 | -1) {
    const swap = swapped(siblings, place, by)
    return swap && (() => edit.mutate(swap.map(({ of, change }) => ({ kind: 'task', of, change }))))
  }
  const names = task.participations.filter(({ role }) => role === 'lead').map(({ printed_name: name }) => name)
  return (
    <>
      <EditedRow
        number={task.number}
        title={task.title}
        indented={task.parent_id !== null}
        onUp={move(-1)}
        onDown={move(1)}
        onDelete={() => edit.mutate([{ kind: 'task.delete', of: task }])}
        error={edit.error}
        onAddBelow={task.parent_id === null ? () => setAdding(true) : undefined}
        form={(close) => <TaskForm planId={plan.id} groups={groups} tasks={tasks} task={task} onDone={close} />}
      >
        <p className={classes.soft}>
          {names.length > 0 ? t('editor.ledBy', { names: names.join('; ') }) : t('editor.noLead')}
          {task.schedule.text && ` · ${task.schedule.text}`}
        </p>
        {task.schedule.warnings.length > 0 && (
          <ScheduleReading schedule={{ terms: task.schedule.terms, occurrences: [], warnings: task.schedule.warnings }} />
        )}
      </EditedRow>
      {adding && (
        <li className={classes.open}>
          <TaskForm
            planId={plan.id}
            groups={groups}
            tasks={tasks}
            group={task.group?.id}
            parent={task}
            number={nextNumberUnder(task, tasks)}
            onDone={() => setAdding(false)}
          />
        </li>
      )}
    </>
  )
}

interface TaskHeadingProps {
  group: TaskGroup
  parts: PlanParts
}

function TaskHeading({ group, parts: { plan, groups, tasks } }: TaskHeadingProps) {
  const { t } = useTranslation()
  const place = groups.indexOf(group)
  const count = tasks.filter(({ group: its }) => its?.id === group.id).length
  const move = (by: 1 | -1) =>
    swapped(groups, place, by)?.map(({ of, change }): Edit => ({ kind: 'group', of, change }))
  const remove = (to: string): Edit[] => [
    ...held(group, tasks).map((of): Edit => ({ kind: 'task', of, change: { group: to || null } })),
    { kind: 'group.delete', of: group },
  ]
  return (
    <GroupHeading
      planId={plan.id}
      group={group}
      rows={count > 0 ? t('editor.removeGroup.tasks', { count }) : undefined}
      others={choicesOf(groups.filter((other) => other !== group))}
      up={move(-1)}
      down={move(1)}
      remove={remove}
      form={(close) => (
        <GroupForm
          planId={plan.id}
          draftKey={`group.${plan.id}.${group.id}`}
          given={{ code: group.code, title: group.title }}
          label={t('action.save')}
          change={(change) => ({ kind: 'group', of: group, change })}
          onDone={close}
        />
      )}
    />
  )
}
