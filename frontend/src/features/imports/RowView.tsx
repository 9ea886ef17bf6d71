import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportRow } from '@/api/models'
import { ScheduleReading } from '@/components/forms/ScheduleReading'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { useTargetWords } from '@/hooks/useTargetWords'
import { isResolved, type Party, samePrint } from '@/lib/party'

import { useCorrect } from './api'
import classes from './Imports.module.css'
import { Problems } from './Problems'
import { RowForm } from './RowForm'
import { isDoubtful, isTarget, isTask, partiesOf, type TargetUnderstood, type TaskUnderstood, titleOf } from './rows'

interface RowViewProps {
  row: ImportRow
  importId: string
  version: number
}

/** One row of the paper, and beside it what was understood. */
export function RowView({ row, importId, version }: RowViewProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const correct = useCorrect(importId)
  const heading = row.kind === 'task_group' || row.kind === 'target_group'
  const include = (included: boolean) => correct.mutate({ kind: 'row', position: row.position, change: { included }, version })
  return (
    <li className={classes.row} data-heading={heading || undefined} data-left={!row.included || undefined}>
      <Printed row={row} />
      <div className={classes.understood}>
        <div className={classes.top}>
          <span className={classes.kind}>{t(`imports.kind.${row.kind}`)}</span>
          <Sureness row={row} />
        </div>
        {open ? (
          <RowForm row={row} importId={importId} version={version} onDone={() => setOpen(false)} />
        ) : (
          <>
            <Understood row={row} />
            <Problems problems={row.problems} />
            <ProblemNotice error={correct.error} />
            <div className={classes.tools}>
              {row.included && (
                <Button
                  variant="default"
                  size="compact-sm"
                  leftSection={<IconPencil size={16} aria-hidden="true" />}
                  aria-label={t('editor.edit', { title: titleOf(row.understood) })}
                  onClick={() => setOpen(true)}
                >
                  {t('imports.fix')}
                </Button>
              )}
              <Button
                variant="subtle"
                size="compact-sm"
                loading={correct.isPending}
                aria-label={t(row.included ? 'imports.leaveOutRow' : 'imports.takeInRow', { title: titleOf(row.understood) })}
                onClick={() => include(!row.included)}
              >
                {t(row.included ? 'imports.leaveOut' : 'imports.takeIn')}
              </Button>
            </div>
          </>
        )}
      </div>
    </li>
  )
}

/** What the paper prints, cell by cell, and where. */
function Printed({ row: { source } }: { row: ImportRow }) {
  const { t } = useTranslation()
  const where = [
    source.page !== null && t('imports.page', { number: source.page }),
    source.table > 0 && t('imports.table', { number: source.table }),
    source.row > 0 && t('imports.row', { number: source.row }),
  ]
  return (
    <div className={classes.printed}>
      <p className={classes.where}>{where.filter(Boolean).join(', ') || t('imports.added')}</p>
      <dl>
        {source.cells
          .filter(({ text }) => text !== '')
          .map(({ column, text }, index) => (
            <div key={index}>
              <dt>{column}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
    </div>
  )
}

function Sureness({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  if (!row.included) {
    return (
      <Mark tone="calm" icon={<IconCircleMinus />}>
        {t('imports.isLeft')}
      </Mark>
    )
  }
  return isDoubtful(row) ? (
    <Mark tone="warn" icon={<IconAlertTriangle />}>
      {t('imports.unsure', { percent: Math.round(row.confidence * 100) })}
    </Mark>
  ) : (
    <Mark tone="good" icon={<IconCircleCheck />}>
      {t('imports.sure')}
    </Mark>
  )
}

function Understood({ row: { understood } }: { row: ImportRow }) {
  if (isTask(understood)) return <TaskView task={understood} />
  if (isTarget(understood)) return <TargetView target={understood} />
  return (
    <p className={classes.title}>
      {understood.code && `${understood.code}. `}
      {understood.title}
    </p>
  )
}

function TaskView({ task }: { task: TaskUnderstood }) {
  return (
    <>
      <p className={classes.title}>
        {task.number && `${task.number}. `}
        {task.title}
      </p>
      {task.results.length > 0 && (
        <ul className={classes.results}>
          {task.results.map((result, index) => (
            <li key={index}>{result}</li>
          ))}
        </ul>
      )}
      <Parties item={task} />
      {task.schedule && <ScheduleReading schedule={{ ...task.schedule, warnings: [] }} />}
    </>
  )
}

function TargetView({ target }: { target: TargetUnderstood }) {
  const { t } = useTranslation()
  const judged = useTargetWords()
  const { comparator, value, value_max, unit_of_measure: unit } = target
  const words = comparator && judged({ comparator, value, value_max, unit_of_measure: unit ?? '' })
  return (
    <>
      <p className={classes.title}>
        {target.number && `${target.number}. `}
        {target.name}
      </p>
      <p>{words ?? t('targetForm.notJudged')}</p>
      <p className={classes.soft}>
        {target.matched_indicator
          ? t('imports.indicator', { name: target.matched_indicator.name })
          : t('imports.newIndicator')}
      </p>
      <Parties item={target} />
    </>
  )
}

function Parties({ item }: { item: TaskUnderstood | TargetUnderstood }) {
  const { t } = useTranslation()
  return (
    <dl className={classes.parties}>
      {(['lead', 'coordinating'] as const).map((part) => {
        const parties = partiesOf(item, part)
        if (parties.length === 0) return null
        return (
          <div key={part}>
            <dt>{t(part === 'lead' ? 'participants.role.lead' : 'participants.role.coordinate')}</dt>
            <dd>
              {parties.map((party, index) => (
                <PartyView key={index} party={party} />
              ))}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

function PartyView({ party }: { party: Party }) {
  const { t } = useTranslation()
  const meant = (party.unit ?? party.audience)?.name
  return (
    <span className={classes.party} data-open={!isResolved(party) || undefined}>
      {!isResolved(party) && <IconAlertTriangle size={14} role="img" aria-label={t('participants.unresolved')} />}
      {party.printed_name}
      {meant !== undefined && !samePrint(meant, party.printed_name) && <span className={classes.soft}> → {meant}</span>}
    </span>
  )
}
