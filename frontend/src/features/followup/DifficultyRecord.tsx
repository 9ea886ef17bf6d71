import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { DifficultyDetail } from '@/api/models'
import { Facts } from '@/components/Facts'
import { Notice } from '@/components/Notice'
import { PageSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { type Act, Acts } from './Acts'
import { AlikeChoice } from './AlikeChoice'
import { type DifficultyAct, difficultyQuery, type Said, useAnswerMany, useDifficultyAct } from './api'
import classes from './Followup.module.css'
import { History } from './History'
import { StatusMark } from './StatusMark'

/** One difficulty: what it is, what was said to it, and what the reader may do. */
export function DifficultyRecord({ id }: { id: string }) {
  const query = useQuery(difficultyQuery(id))
  return (
    <QueryView query={query} skeleton={<PageSkeleton />}>
      {(difficulty) => <DifficultyView difficulty={difficulty} />}
    </QueryView>
  )
}

function DifficultyView({ difficulty }: { difficulty: DifficultyDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { title, text, status, unit, put_to: putTo, task, report_id: report, created_at: at, amendments, history } = difficulty
  return (
    <article className={classes.view}>
      <h2>{title}</h2>
      <StatusMark status={status} />
      <p className={classes.said}>{text}</p>
      <Facts
        facts={[
          { label: t('difficulty.unit'), value: <UnitName unit={unit} /> },
          { label: t('difficulty.recipient'), value: <UnitName unit={putTo} /> },
          {
            label: t('work.column.task'),
            value: task && (
              <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
                {task.name}
              </Link>
            ),
          },
          {
            label: t('difficulty.report'),
            value: report && (
              <Link to="/reports/$reportId" params={{ reportId: report }}>
                {t('difficulty.inReport')}
              </Link>
            ),
          },
          { label: t('difficulty.raisedAt'), value: format.dateTime(at) },
          {
            label: t('difficulty.amendments'),
            value: amendments
              .map(({ number, effective_on: day }) => t('difficulty.amendment', { number, day: format.date(day) }))
              .join('; '),
          },
        ]}
      />
      <DifficultyActs difficulty={difficulty} />
      <h3>{t('followup.history')}</h3>
      <History history={history} />
    </article>
  )
}

function DifficultyActs({ difficulty: { id, may } }: { difficulty: DifficultyDetail }) {
  const { t } = useTranslation()
  const one = useDifficultyAct(id)
  const many = useAnswerMany()
  const [alike, setAlike] = useState<ReadonlySet<string>>(new Set())
  const all: Act<DifficultyAct>[] = [
    { act: 'answer', label: t('difficulty.answer'), asks: t('difficulty.answerText') },
    { act: 'resolve', label: t('difficulty.resolve'), asks: t('followup.remark'), wordless: true },
    { act: 'reopen', label: t('difficulty.reopen'), asks: t('difficulty.reopenText') },
  ]
  function send(act: DifficultyAct, said: Said, done: () => void) {
    if (act === 'answer' && alike.size > 0) many.mutate({ ids: [id, ...alike], text: said.text }, { onSuccess: done })
    else one.mutate({ act, said }, { onSuccess: done })
  }
  return (
    <>
      {many.data && (
        <Notice tone="good">
          {t('difficulty.answeredMany', { count: many.data.answered, units: many.data.units })}
        </Notice>
      )}
      <Acts
        id={id}
        acts={all.filter(({ act }) => may.includes(act))}
        busy={one.isPending || many.isPending}
        error={one.error ?? many.error}
        onSend={send}
        more={(act) => act === 'answer' && <AlikeChoice id={id} chosen={alike} onChoose={setAlike} />}
      />
    </>
  )
}
