import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { ClarificationDetail } from '@/api/models'
import { Facts } from '@/components/Facts'
import { Notice } from '@/components/Notice'
import { PageSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { type Act, Acts } from './Acts'
import { type ClarificationAct, clarificationQuery, useClarificationAct } from './api'
import classes from './Followup.module.css'
import { History } from './History'
import { StatusMark } from './StatusMark'

/** One request to clarify, in the words that the rank of the unit asks for. */
export function ClarificationRecord({ id }: { id: string }) {
  const query = useQuery(clarificationQuery(id))
  return (
    <QueryView query={query} skeleton={<PageSkeleton />}>
      {(clarification) => <ClarificationView clarification={clarification} />}
    </QueryView>
  )
}

function ClarificationView({ clarification }: { clarification: ClarificationDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { title, text, status, wording, unit, asked_by: asker, task, due_on: due, overdue, history } = clarification
  return (
    <article className={classes.view}>
      <h2>{title}</h2>
      <StatusMark status={status} />
      {overdue && <Notice tone="warn">{t('clarify.overdue')}</Notice>}
      <p className={classes.said}>{text}</p>
      <Facts
        facts={[
          { label: t('clarify.form'), value: t(`clarify.wording.${wording}`) },
          { label: t('clarify.asker'), value: <UnitName unit={asker} /> },
          { label: t('clarify.unit'), value: <UnitName unit={unit} /> },
          { label: t('clarify.due'), value: format.date(due) },
          { label: t('work.column.task'), value: <About clarification={clarification} taskName={task?.name} /> },
        ]}
      />
      <ClarificationActs clarification={clarification} />
      <h3>{t('followup.history')}</h3>
      <History history={history} />
    </article>
  )
}

/** What it is about: the unit's own work where that is named, else the task. */
function About({ clarification, taskName }: { clarification: ClarificationDetail; taskName: string | undefined }) {
  const { t } = useTranslation()
  const { assignment_id: assignmentId, task } = clarification
  if (assignmentId) {
    return (
      <Link to="/assignments/$assignmentId" params={{ assignmentId }}>
        {taskName ?? t('clarify.work')}
      </Link>
    )
  }
  if (!task) return t('clarify.general')
  return (
    <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
      {task.name}
    </Link>
  )
}

function ClarificationActs({ clarification: { id, may, wording } }: { clarification: ClarificationDetail }) {
  const { t } = useTranslation()
  const change = useClarificationAct(id)
  const all: Act<ClarificationAct>[] = [
    { act: 'answer', label: t(`clarify.answer.${wording}`), asks: t('clarify.answerText') },
    { act: 'close', label: t('clarify.close'), asks: t('followup.remark'), wordless: true },
    { act: 'reopen', label: t('clarify.reopen'), asks: t('clarify.reopenText'), dated: true },
  ]
  return (
    <Acts
      id={id}
      acts={all.filter(({ act }) => may.includes(act))}
      busy={change.isPending}
      error={change.error}
      onSend={(act, said, done) => change.mutate({ act, said }, { onSuccess: done })}
    />
  )
}
