import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Task, TaskGroup } from '@/api/models'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import { TaskFields } from '@/components/forms/TaskFields'
import { useTaskLabels } from '@/hooks/useTaskLabels'
import { useDraft } from '@/hooks/useDraft'
import { NO_TASK, type TaskWords, toTaskChange, toTaskRow, wordsOfTask } from '@/lib/taskWords'

import { useEdit } from './api'
import { FormActions } from './FormActions'
import { named } from './named'

interface TaskFormProps {
  planId: string
  groups: readonly TaskGroup[]
  /** All tasks of the plan. */
  tasks: readonly Task[]
  /** The task to change; absent for a new one. */
  task?: Task
  /** The group that a new task begins in. */
  group?: string
  /** The task that a new one begins as a sub-row of. */
  parent?: Task
  number?: string
  onDone: () => void
}

/** Writes one task of a draft, new or as it is. */
export function TaskForm({ planId, groups, tasks, task, group = '', parent, number = '', onDone }: TaskFormProps) {
  const { t } = useTranslation()
  const labels = useTaskLabels()
  const given = task ? wordsOfTask(task) : { ...NO_TASK, group, parent: parent?.id ?? '', number }
  const draft = useDraft<TaskWords>(`task.${planId}.${task?.id ?? `new.${parent?.id ?? group}`}`, given)
  const edit = useEdit(planId)
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const { values, typed } = draft
    const change = task
      ? ({ kind: 'task', of: task, change: toTaskChange(typed, values, task) } as const)
      : ({ kind: 'task.add', row: toTaskRow(values) } as const)
    edit.mutate([change], {
      onSuccess: () => {
        draft.clear()
        onDone()
      },
    })
  }
  return (
    <form onSubmit={save}>
      <TaskFields
        planId={planId}
        groups={groups.map(({ id, code, title }) => ({ value: id, label: `${code}. ${title}` }))}
        parents={parentsFor(task, tasks).map(({ id, number: its, title }) => ({
          value: id,
          label: [its, title].filter(Boolean).join('. '),
        }))}
        values={draft.values}
        onChange={draft.set}
      />
      <ConflictNotice
        draft={draft}
        label={(name) => labels[name]}
        words={(name, values) =>
          name === 'parent' ? (tasks.find(({ id }) => id === values.parent)?.title ?? '') : named(values[name])
        }
      />
      <FormActions
        error={edit.error}
        saving={edit.isPending}
        blocked={draft.conflicts.length > 0 || (task !== undefined && !draft.changed)}
        label={t(task ? 'action.save' : 'editor.addTask')}
        onCancel={() => {
          draft.clear()
          onDone()
        }}
      />
    </form>
  )
}

/** What a task can be a sub-row of: a task of its own, unless it has sub-rows itself. */
function parentsFor(task: Task | undefined, tasks: readonly Task[]): Task[] {
  if (task && tasks.some(({ parent_id: parent }) => parent === task.id)) return []
  const own = tasks.filter(({ id, parent_id: parent }) => parent === null && id !== task?.id)
  return own.sort((one, other) => one.position - other.position)
}
