import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { type Draft, useDraft } from '@/hooks/useDraft'

import { engagementsQuery, type PlanWork, useSaveEngagements } from './api'
import { BulkStroke } from './BulkStroke'
import classes from './Engagements.module.css'
import { type Choice, type Choices, type Line, linesOf, startingChoices } from './lines'
import { Load } from './Load'
import { TaskLines } from './TaskLines'

interface EngagementsPageProps {
  planId: string
  /** Only a draft’s are set; those of an issued plan are read. */
  draft: boolean
}

/** Once down the tasks: what each audience owes for each. */
export function EngagementsPage({ planId, draft }: EngagementsPageProps) {
  const { t } = useTranslation()
  const query = useQuery(engagementsQuery(planId))
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton />}
      isEmpty={({ tasks }) => tasks.length === 0}
      empty={<EmptyPanel title={t('engagement.empty.title')} text={t('engagement.empty.text')} />}
    >
      {(work) => <Engagements planId={planId} work={work} editable={draft} />}
    </QueryView>
  )
}

interface EngagementsProps {
  planId: string
  work: PlanWork
  editable: boolean
}

function Engagements({ planId, work, editable }: EngagementsProps) {
  const lines = work.tasks.flatMap((task) => linesOf(task, work.engagements))
  const choices = useDraft<Choices>(`engagements.${planId}`, startingChoices(lines, work.engagements))
  const choose = (line: Line, choice: Choice) => choices.set(line.key, choice)
  return (
    <div className={classes.page}>
      <Load lines={lines} choices={choices.values} />
      {editable && <BulkStroke lines={lines} choices={choices} />}
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
      {editable && <SaveBar planId={planId} work={work} lines={lines} choices={choices} />}
    </div>
  )
}

interface SaveBarProps extends Omit<EngagementsProps, 'editable'> {
  lines: readonly Line[]
  choices: Draft<Choices>
}

function SaveBar({ planId, work, lines, choices }: SaveBarProps) {
  const { t } = useTranslation()
  const save = useSaveEngagements(planId)
  const changes = Object.keys(choices.typed).length
  const proposed = work.engagements.length === 0
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
        onClick={() =>
          save.mutate({ lines, choices: choices.values, version: work.version }, { onSuccess: choices.clear })
        }
      >
        {t('engagement.save')}
      </Button>
    </div>
  )
}
