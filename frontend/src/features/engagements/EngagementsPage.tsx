import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { type Draft, useDraft } from '@/hooks/useDraft'

import { engagementsQuery, type PlanWork, useSaveEngagements } from './api'
import { BulkStroke } from './BulkStroke'
import classes from './Engagements.module.css'
import { IssueCard } from './IssueCard'
import { IssueProgress } from './IssueProgress'
import { type Choice, type Choices, type Line, linesOf, startingChoices } from './lines'
import { Load } from './Load'
import { TaskLines } from './TaskLines'

interface EngagementsPageProps {
  plan: Plan
  /** The reader may issue the plan, while it is a draft. */
  mayIssue: boolean
  /** The reader may draft it; whoever only issues reads what was set. */
  mayWrite: boolean
  /** The job that hands out the work of the plan just issued. */
  job: string | undefined
  onIssued: (job: string) => void
}

/** Once down the tasks: what each audience owes for each. Then the plan is issued. */
export function EngagementsPage({ plan, job, ...issuing }: EngagementsPageProps) {
  const { t } = useTranslation()
  const query = useQuery(engagementsQuery(plan.id))
  return (
    <div className={classes.page}>
      {job !== undefined && <IssueProgress jobId={job} />}
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ tasks }) => tasks.length === 0}
        empty={<EmptyPanel title={t('engagement.empty.title')} text={t('engagement.empty.text')} />}
      >
        {(work) => <Engagements plan={plan} work={work} {...issuing} />}
      </QueryView>
    </div>
  )
}

interface EngagementsProps extends Pick<EngagementsPageProps, 'plan' | 'mayIssue' | 'mayWrite' | 'onIssued'> {
  work: PlanWork
}

/** Only a draft’s are set; those of an issued plan are read. */
function Engagements({ plan, work, mayIssue, mayWrite, onIssued }: EngagementsProps) {
  const { t } = useTranslation()
  const isDraft = plan.status === 'draft'
  const editable = isDraft && mayWrite
  const lines = work.tasks.flatMap((task) => linesOf(task, work.engagements))
  const proposed = work.engagements.length === 0
  const given = startingChoices(lines, proposed ? work.proposals : work.engagements)
  const choices = useDraft<Choices>(`engagements.${plan.id}`, given)
  const save = useSaveEngagements(plan.id)
  // What is proposed becomes asked by saving, which only who drafts can do.
  const notSet = !mayWrite && proposed && lines.length > 0
  const unsaved = Object.keys(choices.typed).length > 0
  async function saveAll(): Promise<number> {
    const { version } = await save.mutateAsync({ lines, choices: choices.values, version: work.version })
    choices.clear()
    return version
  }
  const prepare = () => (unsaved || (proposed && lines.length > 0) ? saveAll() : Promise.resolve(work.version))
  return (
    <>
      <div className={classes.stack}>
        {isDraft && mayIssue && !notSet && (
          <IssueCard plan={plan} proposed={proposed} unsaved={unsaved} prepare={prepare} onIssued={onIssued} />
        )}
        {isDraft && notSet && <Notice tone="info">{t('engagement.notSet')}</Notice>}
        <Load lines={lines} choices={choices.values} />
      </div>
      {editable && <BulkStroke lines={lines} choices={choices} />}
      <Tasks work={work} lines={lines} choices={choices} editable={editable} />
      {editable && <SaveBar choices={choices} proposed={proposed} save={save} onSave={saveAll} />}
    </>
  )
}

interface TasksProps {
  work: PlanWork
  lines: readonly Line[]
  choices: Draft<Choices>
  editable: boolean
}

function Tasks({ work, lines, choices, editable }: TasksProps) {
  const choose = (line: Line, choice: Choice) => choices.set(line.key, choice)
  return (
    <ol className={classes.tasks}>
      {work.tasks.map((task) => (
        <TaskLines
          key={task.id}
          task={task}
          lines={lines.filter((line) => line.task.id === task.id)}
          choices={choices.values}
          onChoose={editable ? choose : undefined}
        />
      ))}
    </ol>
  )
}

interface SaveBarProps {
  choices: Draft<Choices>
  proposed: boolean
  save: Pick<ReturnType<typeof useSaveEngagements>, 'error' | 'isSuccess' | 'isPending'>
  onSave: () => Promise<unknown>
}

function SaveBar({ choices, proposed, save, onSave }: SaveBarProps) {
  const { t } = useTranslation()
  const changes = Object.keys(choices.typed).length
  return (
    <div className={classes.save}>
      <div>
        <ProblemNotice error={save.error} />
        {save.isSuccess && changes === 0 && <Notice tone="good">{t('engagement.saved')}</Notice>}
        {changes > 0 && <p>{t('engagement.unsaved', { count: changes })}</p>}
        {proposed && changes === 0 && <p>{t('engagement.proposed')}</p>}
      </div>
      {changes > 0 && (
        <Button variant="default" onClick={choices.clear}>
          {t('engagement.undo')}
        </Button>
      )}
      <Button
        disabled={changes === 0 && !proposed}
        loading={save.isPending}
        // What went wrong is said beside the button.
        onClick={() => void onSave().catch(() => undefined)}
      >
        {t('engagement.save')}
      </Button>
    </div>
  )
}
