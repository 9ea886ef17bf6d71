import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Engagement, Task } from '@/api/models'
import { Card } from '@/components/Card'
import { TaskFields } from '@/components/forms/TaskFields'
import { SearchBox } from '@/components/SearchBox'
import { Segments } from '@/components/Segments'
import type { Draft } from '@/hooks/useDraft'
import { folded, nextNumber, rowsUnder } from '@/lib/rows'
import { NO_TASK, type TaskWords, wordsOfTask } from '@/lib/taskWords'

import classes from './Amend.module.css'
import { AmendRow } from './AmendRow'
import {
  type AmendedPlan,
  type AmendmentWords,
  askLines,
  type Asks,
  type Heading,
  isTaskChanged,
  type NewTask,
  NO_EDIT,
  type Owes,
  type TaskEdit,
} from './draft'

interface PartProps {
  parts: AmendedPlan
  draft: Draft<AmendmentWords>
}

interface Section extends Heading {
  /** As a task names it: by id, or by code where the amendment makes it. */
  value: string
}

const sectionsOf = ({ groups }: AmendedPlan, headings: readonly Heading[]): Section[] => [
  ...groups.map(({ id, code, title }) => ({ value: id, code, title })),
  ...headings.map(({ code, title }) => ({ value: code, code, title })),
]

/** The tasks of the plan under their headings, each to be changed or stopped; new ones are added where they belong. */
export function AmendedTasks({ parts, draft }: PartProps) {
  const { t } = useTranslation()
  const [q, setQ] = useState<string>()
  const sections = sectionsOf(parts, draft.values.headings)
  const loose = parts.tasks.some(({ group }) => group === null) || sections.length === 0
  return (
    <Card title={t('task.list.title')} flush>
      <div className={classes.search}>
        <SearchBox label={t('task.search')} placeholder={t('task.searchPlaceholder')} value={q} onChange={setQ} />
      </div>
      {loose && <TasksUnder parts={parts} draft={draft} sections={sections} section={undefined} q={q} />}
      {sections.map((section) => (
        <TasksUnder key={section.value} parts={parts} draft={draft} sections={sections} section={section} q={q} />
      ))}
      <NewHeading draft={draft} taken={sections} />
    </Card>
  )
}

interface TasksUnderProps extends PartProps {
  sections: readonly Section[]
  /** The heading; none for tasks that stand under none. */
  section: Section | undefined
  q: string | undefined
}

function TasksUnder({ parts, draft, sections, section, q }: TasksUnderProps) {
  const { t } = useTranslation()
  const { values, set } = draft
  const value = section?.value ?? ''
  const added = values.newTasks.filter(({ words }) => words.group === value)
  const there = rowsUnder(parts.tasks, section?.value).filter(
    ({ title, number }) => q === undefined || folded(`${number ?? ''} ${title}`).includes(folded(q)),
  )
  function add() {
    const number = nextNumber([...parts.tasks, ...values.newTasks.map(({ words }) => words)])
    const task: NewTask = { key: crypto.randomUUID(), words: { ...NO_TASK, group: value, number }, asks: {} }
    set('newTasks', [...values.newTasks, task])
  }
  if (q !== undefined && there.length === 0 && added.length === 0) return null
  return (
    <section className={classes.group} aria-label={section ? `${section.code}. ${section.title}` : t('taskForm.noGroup')}>
      {section && (
        <h3 className={classes.heading}>
          {section.code}. {section.title}
        </h3>
      )}
      <ul className={classes.rows}>
        {there.map((task) => (
          <TaskThere key={task.id} task={task} parts={parts} draft={draft} sections={sections} />
        ))}
        {added.map((task) => (
          <TaskAdded key={task.key} task={task} parts={parts} draft={draft} sections={sections} />
        ))}
      </ul>
      <Button
        className={classes.add}
        variant="subtle"
        size="compact-md"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={add}
      >
        {section ? t('amend.addTaskIn', { group: section.code }) : t('amend.addTask')}
      </Button>
    </section>
  )
}

interface TaskThereProps extends PartProps {
  task: Task
  sections: readonly Section[]
}

function TaskThere({ task, parts, draft: { values, set }, sections }: TaskThereProps) {
  const { t } = useTranslation()
  const edit = values.tasks[task.id] ?? NO_EDIT
  const words = { ...wordsOfTask(task), ...edit.typed }
  const stopped = values.stoppedTasks.includes(task.id) || values.stoppedTasks.some((id) => id === task.parent_id)
  const changed = isTaskChanged(task, values, parts.engagements)
  const keep = (next: TaskEdit) => set('tasks', { ...values.tasks, [task.id]: next })
  if (task.status === 'cancelled') {
    return (
      <li className={classes.row} data-indented={task.parent_id !== null || undefined} data-change="cancelled">
        <span className={classes.number}>{task.number}</span>
        <div className={classes.words}>
          <p className={classes.name}>{task.title}</p>
          <p className={classes.soft}>{t('amend.stoppedBefore')}</p>
        </div>
      </li>
    )
  }
  function undo() {
    const { [task.id]: _gone, ...others } = values.tasks
    if (stopped) set('stoppedTasks', values.stoppedTasks.filter((id) => id !== task.id && id !== task.parent_id))
    else set('tasks', others)
  }
  return (
    <AmendRow
      entity="task"
      number={words.number}
      title={words.title}
      under={<p className={classes.soft}>{[leads(words), words.deadline].filter(Boolean).join(' · ')}</p>}
      indented={task.parent_id !== null}
      change={stopped ? 'cancelled' : changed ? 'changed' : undefined}
      onStop={() => set('stoppedTasks', [...values.stoppedTasks, task.id])}
      onUndo={undo}
    >
      <TaskFields
        planId={parts.plan.id}
        groups={optionsOf(sections)}
        values={words}
        onChange={(name, value) => keep({ ...edit, typed: { ...edit.typed, [name]: value } })}
      />
      <AskFields
        words={words}
        held={parts.engagements.filter((each) => each.task.id === task.id)}
        asks={edit.asks}
        onChange={(asks) => keep({ ...edit, asks })}
      />
    </AmendRow>
  )
}

const leads = ({ lead }: TaskWords) => lead.map(({ printed_name: name }) => name).join('; ')
const optionsOf = (sections: readonly Section[]) =>
  sections.map(({ value, code, title }) => ({ value, label: `${code}. ${title}` }))

interface TaskAddedProps extends PartProps {
  task: NewTask
  sections: readonly Section[]
}

function TaskAdded({ task, parts, draft: { values, set }, sections }: TaskAddedProps) {
  const keep = (next: NewTask) => set('newTasks', values.newTasks.map((each) => (each.key === task.key ? next : each)))
  const takeOut = () => set('newTasks', values.newTasks.filter(({ key }) => key !== task.key))
  return (
    <AmendRow
      entity="task"
      number={task.words.number}
      title={task.words.title}
      under={<p className={classes.soft}>{[leads(task.words), task.words.deadline].filter(Boolean).join(' · ')}</p>}
      change="added"
      onStop={takeOut}
      onUndo={takeOut}
      begun={task.words.title.trim() === ''}
    >
      <TaskFields
        planId={parts.plan.id}
        groups={optionsOf(sections)}
        values={task.words}
        onChange={(name, value) => keep({ ...task, words: { ...task.words, [name]: value } })}
      />
      <AskFields words={task.words} held={[]} asks={task.asks} onChange={(asks) => keep({ ...task, asks })} />
    </AmendRow>
  )
}

const OWES = ['inform', 'yes_no', 'figure', 'product'] as const satisfies readonly Owes[]

interface AskFieldsProps {
  words: TaskWords
  held: readonly Engagement[]
  asks: Asks
  onChange: (asks: Asks) => void
}

/** What each audience named in the task owes for it. */
function AskFields({ words, held, asks, onChange }: AskFieldsProps) {
  const { t } = useTranslation()
  const lines = askLines(words, held, asks)
  if (lines.length === 0) return null
  return (
    <fieldset className={classes.asks}>
      <legend>{t('change.field.engagements')}</legend>
      {lines.map(({ audience, owes }) => (
        <div key={audience.id} className={classes.ask}>
          <p>{audience.name}</p>
          <Segments
            label={t('engagement.owesLabel', { audience: audience.name })}
            value={owes}
            options={OWES.map((value) => ({ value, label: t(`owes.short.${value}`) }))}
            onChange={(next) => onChange({ ...asks, [audience.id]: next })}
          />
        </div>
      ))}
    </fieldset>
  )
}

interface NewHeadingProps {
  draft: Draft<AmendmentWords>
  taken: readonly Heading[]
}

/** A heading that the amendment adds, for new tasks to stand under. */
function NewHeading({ draft: { values, set }, taken }: NewHeadingProps) {
  const { t } = useTranslation()
  const [heading, setHeading] = useState<Heading>()
  if (heading === undefined) {
    return (
      <div className={classes.group}>
        <Button
          className={classes.add}
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setHeading({ code: '', title: '' })}
        >
          {t('editor.addGroup')}
        </Button>
      </div>
    )
  }
  const twice = taken.some(({ code }) => code === heading.code.trim())
  return (
    <form
      className={classes.open}
      onSubmit={(event) => {
        event.preventDefault()
        set('headings', [...values.headings, { code: heading.code.trim(), title: heading.title.trim() }])
        setHeading(undefined)
      }}
    >
      <div className={classes.newHeading}>
        <TextInput
          label={t('editor.groupCode')}
          required
          maxLength={20}
          error={twice && t('amend.codeTaken')}
          value={heading.code}
          onChange={(event) => setHeading({ ...heading, code: event.currentTarget.value })}
        />
        <TextInput
          label={t('editor.groupTitle')}
          required
          maxLength={500}
          value={heading.title}
          onChange={(event) => setHeading({ ...heading, title: event.currentTarget.value })}
        />
      </div>
      <div className={classes.actions}>
        <Button type="submit" disabled={twice}>
          {t('editor.addGroup')}
        </Button>
        <Button variant="default" onClick={() => setHeading(undefined)}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
