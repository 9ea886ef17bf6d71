import { Button, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconCircleCheck, IconCloudUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Assignment } from '@/api/models'
import { DueMark } from '@/components/DueMark'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { WorkStatusMark } from '@/components/WorkStatusMark'
import { useDraft } from '@/hooks/useDraft'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import type { Reported, Reports } from './useReport'
import classes from './WorkCard.module.css'

interface WorkCardProps {
  work: Assignment
  /** Said only where the reader has work of several units in sight. */
  withUnit: boolean
  /** How it is reported from here; without, the card only leads to its page. */
  reports?: Reports | undefined
}

/** One thing that is owed: what to do, until when, and one tap to say that it is done. */
export function WorkCard({ work, withUnit, reports }: WorkCardProps) {
  const reported = reports?.made.get(work.id)
  return (
    <li className={classes.card} data-done={reported !== undefined || undefined}>
      <div className={classes.words}>
        <Marks work={work} />
        <h3 className={classes.title}>
          <Link to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
            {work.task.name}
          </Link>
        </h3>
        {withUnit && <p className={classes.unit}>{work.unit.name}</p>}
        <Todo work={work} />
      </div>
      {reports && (reported ? <Done reported={reported} reports={reports} /> : <Answer work={work} reports={reports} />)}
    </li>
  )
}

function Marks({ work }: { work: Assignment }) {
  return (
    <div className={classes.marks}>
      <DueMark task={{ due_on: work.due_at, overdue: work.overdue, status: work.status }} />
      {work.status !== 'not_started' && <WorkStatusMark status={work.status} />}
    </div>
  )
}

/** What is asked, about which period, until when. */
function Todo({ work }: { work: Assignment }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const due = work.due_at ? t('task.due', { date: format.date(work.due_at) }) : t('work.noDue')
  return (
    <p className={classes.todo}>
      <strong>{t(`owes.${work.owes}`)}</strong>
      {` · ${period(work.occurrence)} · ${due}`}
    </p>
  )
}

function Answer({ work, reports }: { work: Assignment; reports: Reports }) {
  const { t } = useTranslation()
  const { mutate, isPending, variables, error } = reports.reporting
  const mine = variables?.work.id === work.id
  const send = (text?: string) => mutate(text === undefined ? { work } : { work, text })
  return (
    <div className={classes.answer}>
      {work.owes === 'figure' ? (
        <Figure work={work} busy={mine && isPending} onSend={send} />
      ) : (
        <Button
          leftSection={<IconCheck size={18} aria-hidden="true" />}
          loading={mine && isPending}
          aria-label={`${t(`work.quick.${work.owes}`)}: ${work.task.name}`}
          onClick={() => send()}
        >
          {t(`work.quick.${work.owes}`)}
        </Button>
      )}
      <Link className={classes.more} to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
        {t('work.quick.more')}
        <span className={classes.hidden}>{`: ${work.task.name}`}</span>
      </Link>
      <ProblemNotice error={mine ? error : null} />
    </div>
  )
}

interface FigureProps {
  work: Assignment
  busy: boolean
  onSend: (text: string) => void
}

/** A figure is typed where it is asked; what was typed outlives a reload. */
function Figure({ work, busy, onSend }: FigureProps) {
  const { t } = useTranslation()
  const draft = useDraft(`figure.${work.id}`, { text: work.text ?? '' })
  const { text } = draft.values
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (text.trim() === '') return
    onSend(text.trim())
    draft.clear()
  }
  return (
    <form className={classes.figure} onSubmit={submit}>
      <TextInput
        aria-label={`${t('work.quick.figureLabel')}: ${work.task.name}`}
        placeholder={t('work.quick.figurePlaceholder')}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
      />
      <Button type="submit" loading={busy} disabled={text.trim() === ''}>
        {t('work.quick.figure')}
      </Button>
    </form>
  )
}

/** Said in place of the question; the eye need not look for where the card went. */
function Done({ reported, reports }: { reported: Reported; reports: Reports }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = reports.undoing
  return (
    <div className={classes.answer} role="status">
      {reported.answer ? (
        <Mark tone="good" icon={<IconCircleCheck />}>
          {t('work.quick.reported')}
        </Mark>
      ) : (
        <Mark tone="warn" icon={<IconCloudUp />}>
          {t('work.quick.kept')}
        </Mark>
      )}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
        loading={isPending}
        onClick={() => mutate(reported)}
      >
        {t('work.quick.undo')}
      </Button>
      <ProblemNotice error={error} />
    </div>
  )
}
