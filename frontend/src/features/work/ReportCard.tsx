import { Button, Textarea, TextInput } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { AssignmentDetail, TaskStatus } from '@/api/models'
import { Card } from '@/components/Card'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import { Notice, ProblemNotice } from '@/components/Notice'
import { type Draft, useDraft } from '@/hooks/useDraft'

import { STATUSES, useChangeWork } from './api'
import classes from './AssignmentPage.module.css'
import type { Writing } from './mine'
import { Products } from './Products'
import { patchOf, type ReportValues, valuesOf, withPatch } from './reportForm'
import { useReportWords } from './useReportWords'
import { useWaiting } from './useOutbox'
import { WaitingNotice } from './WaitingNotice'

interface ReportCardProps {
  work: AssignmentDetail
  writing: Writing
}

/** Where the work stands, in the unit's own words: kept while it is typed, sent over the version it was read at. */
export function ReportCard({ work, writing }: ReportCardProps) {
  const { t } = useTranslation()
  const waiting = useWaiting().find(({ id }) => id === work.id)
  const given = valuesOf(work)
  const shown = waiting && !waiting.refused ? withPatch(given, waiting.patch) : given
  const draft = useDraft<ReportValues>(`assignment.${work.id}`, shown)
  const words = useReportWords(work)
  const save = useChangeWork()
  function submit(event: SubmitEvent) {
    event.preventDefault()
    save.mutate({ id: work.id, version: work.version, patch: patchOf(draft.typed) }, { onSuccess: draft.clear })
  }
  const text = (name: 'text' | 'person' | 'supervisor') => ({
    value: draft.values[name],
    onChange: (event: { currentTarget: { value: string } }) => draft.set(name, event.currentTarget.value),
  })
  return (
    <Card title={t('work.report.title')}>
      <form className={classes.form} onSubmit={submit}>
        {waiting && <WaitingNotice waiting={waiting} onReview={() => draft.setAll(withPatch(given, waiting.patch))} />}
        <ConflictNotice draft={draft} label={words.label} words={words.value} />
        <StatusChoice
          value={draft.values.status}
          given={work.status}
          mayStop={writing === 'on_behalf'}
          onChange={(status) => draft.set('status', status)}
        />
        <Textarea
          label={t(work.owes === 'figure' ? 'work.report.figure' : 'work.report.text')}
          description={t(`work.report.hint.${work.owes}`)}
          autosize={false}
          rows={4}
          {...text('text')}
        />
        <Products work={work} draft={draft} />
        <div className={classes.people}>
          <TextInput label={t('work.report.person')} {...text('person')} />
          <TextInput label={t('work.report.supervisor')} {...text('supervisor')} />
        </div>
        <SaveBar draft={draft} busy={save.isPending} saved={save.isSuccess && save.data !== null} error={save.error} />
      </form>
    </Card>
  )
}

interface StatusChoiceProps {
  value: TaskStatus
  given: TaskStatus
  /** A unit does not stop what it owes; those above it do. */
  mayStop: boolean
  onChange: (status: TaskStatus) => void
}

function StatusChoice({ value, given, mayStop, onChange }: StatusChoiceProps) {
  const { t } = useTranslation()
  const allowed = STATUSES.filter((status) => mayStop || status !== 'cancelled' || given === 'cancelled')
  return (
    <fieldset className={classes.field}>
      <legend>{t('work.report.status')}</legend>
      <div className={classes.statuses}>
        {allowed.map((status) => (
          <label key={status}>
            <input
              type="radio"
              name="status"
              value={status}
              checked={status === value}
              onChange={() => onChange(status)}
            />
            {t(`task.status.${status}`)}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface SaveBarProps {
  draft: Draft<ReportValues>
  busy: boolean
  saved: boolean
  error: Error | null
}

function SaveBar({ draft, busy, saved, error }: SaveBarProps) {
  const { t } = useTranslation()
  const contested = draft.conflicts.length > 0
  return (
    <div className={classes.save}>
      <div>
        {!contested && <ProblemNotice error={error} />}
        {saved && !draft.changed && <Notice tone="good">{t('work.report.saved')}</Notice>}
        {draft.changed && !error && t('work.report.unsaved')}
      </div>
      {draft.changed && (
        <Button variant="default" onClick={draft.clear}>
          {t('work.report.giveUp')}
        </Button>
      )}
      <Button type="submit" disabled={!draft.changed || contested} loading={busy}>
        {t('work.report.save')}
      </Button>
    </div>
  )
}
