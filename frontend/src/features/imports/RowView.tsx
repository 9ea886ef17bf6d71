import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconAlertTriangle, IconCheck, IconCircleCheck, IconCircleMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportRow, ImportRowChange, PlanImport } from '@/api/models'
import { ScheduleReading } from '@/components/forms/ScheduleReading'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { useTargetWords } from '@/hooks/useTargetWords'
import { isResolved, type Party, samePrint } from '@/lib/party'

import { useCorrect } from './api'
import classes from './Imports.module.css'
import { Problems } from './Problems'
import { AddForm, RowForm } from './RowForm'
import { isAdded, isDoubtful, isTarget, isTask, partiesOf, type TargetUnderstood, type TaskUnderstood, titleOf } from './rows'

interface RowViewProps {
  read: PlanImport
  row: ImportRow
  name: string
  onNext: (read: PlanImport) => void
}

export const rowId = (position: number) => `row-${position}`

/** One row of the paper, and beside it what was understood; not drawn anew for every letter typed into the header. */
export const RowView = memo(function RowView({ read, row, name, onNext }: RowViewProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'form' | 'adding' | null>(null)
  const heading = row.kind === 'task_group' || row.kind === 'target_group'
  const title = titleOf(row.understood)
  return (
    <li
      id={rowId(row.position)}
      tabIndex={-1}
      data-position={row.position}
      aria-label={title}
      className={classes.row}
      data-heading={heading || undefined}
      data-left={!row.included || undefined}
      data-doubtful={isDoubtful(row) || undefined}
    >
      <Printed row={row} />
      <div className={classes.understood}>
        <div className={classes.top}>
          <span className={classes.kind}>{t(`imports.kind.${row.kind}`)}</span>
          <Sureness row={row} />
        </div>
        {open === 'form' ? (
          <RowForm read={read} row={row} name={name} onDone={() => setOpen(null)} onNext={onNext} />
        ) : (
          <>
            <Understood row={row} />
            <Problems problems={row.problems} calm={!isDoubtful(row)} />
            <RowTools read={read} row={row} onOpen={setOpen} onNext={onNext} />
          </>
        )}
      </div>
      {open === 'adding' && (
        <div className={classes.adding}>
          <AddForm read={read} after={row.position} onDone={() => setOpen(null)} />
        </div>
      )}
    </li>
  )
})

interface RowToolsProps extends Pick<RowViewProps, 'read' | 'row' | 'onNext'> {
  onOpen: (what: 'form' | 'adding') => void
}

function RowTools({ read, row, onOpen, onNext }: RowToolsProps) {
  const { t } = useTranslation()
  const correct = useCorrect(read)
  const { position, included } = row
  const title = titleOf(row.understood)
  const change = (change: ImportRowChange) => ({ kind: 'row', position, change }) as const
  return (
    <>
      <ProblemNotice error={correct.error} />
      <div className={classes.tools}>
        {included && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconPencil size={16} aria-hidden="true" />}
            aria-label={t('editor.edit', { title })}
            onClick={() => onOpen('form')}
          >
            {t('imports.fix')}
          </Button>
        )}
        {isDoubtful(row) && (
          <Button
            variant="light"
            size="compact-sm"
            leftSection={<IconCheck size={16} aria-hidden="true" />}
            aria-label={t('imports.rightRow', { title })}
            loading={correct.isPending}
            onClick={() => correct.mutate(change({ included: true, checked: true }), { onSuccess: onNext })}
          >
            {t('imports.right')}
          </Button>
        )}
        {isAdded(row) ? (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            aria-label={t('imports.removeRow', { title })}
            onClick={() => correct.mutate({ kind: 'remove', position })}
          >
            {t('imports.remove')}
          </Button>
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={t(included ? 'imports.leaveOutRow' : 'imports.takeInRow', { title })}
            onClick={() => correct.mutate(change({ included: !included }))}
          >
            {t(included ? 'imports.leaveOut' : 'imports.takeIn')}
          </Button>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          aria-label={t('imports.addBelow', { title })}
          onClick={() => onOpen('adding')}
        >
          {t('imports.add')}
        </Button>
      </div>
    </>
  )
}

/** Narrower than this the paper stands above what was understood of it. */
const NARROW = '(max-width: 899px)'

/** What the paper prints, cell by cell, and where; on a phone only what is to be looked at stands open. */
function Printed({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  const narrow = useMediaQuery(NARROW, false, { getInitialValueInEffect: false })
  const { source } = row
  const where = [
    source.page !== null && t('imports.page', { number: source.page }),
    source.table > 0 && t('imports.table', { number: source.table }),
    source.row > 0 && t(source.table > 0 ? 'imports.row' : 'imports.line', { number: source.row }),
  ]
  const place = where.filter(Boolean).join(', ') || t('imports.added')
  const cells = source.cells.filter(({ text }) => text !== '')
  const printed = (
    <dl>
      {cells.map(({ column, text }, index) => (
        <div key={index}>
          <dt>{column}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
  if (narrow && cells.length > 0 && !isDoubtful(row)) {
    return (
      <details className={classes.printed}>
        <summary className={classes.where}>{place}</summary>
        {printed}
      </details>
    )
  }
  return (
    <div className={classes.printed}>
      <p className={classes.where}>{place}</p>
      {printed}
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
