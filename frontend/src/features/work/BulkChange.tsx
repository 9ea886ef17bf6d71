import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Assignment, TaskStatus } from '@/api/models'
import { FilterSelect } from '@/components/FilterSelect'
import { Notice, ProblemNotice } from '@/components/Notice'

import { type Scope, STATUSES, useChangeMany, type WorkFilters } from './api'
import classes from './AssignmentsPage.module.css'
import { useHelps } from './useHelps'

interface BulkChangeProps {
  filters: WorkFilters
  /** Whether a filter is set at all: nobody changes everything by mistake. */
  narrowed: boolean
  /** How many fit the filters. */
  total: number | undefined
  chosen: readonly Assignment[]
  /** Where those who look after the work record that they chased over it. */
  chase: ((scope: Scope) => ReactNode) | undefined
}

/** Acts on many at once: the rows chosen, else all that fit the filters. A change is tried first, and then done. */
export function BulkChange({ filters, narrowed, total = 0, chosen, chase }: BulkChangeProps) {
  const { t } = useTranslation()
  const helps = useHelps()
  const [status, setStatus] = useState<TaskStatus | undefined>()
  if ((!helps && !chase) || (chosen.length === 0 && !narrowed)) return null
  const scope: Scope = chosen.length > 0 ? { chosen } : { filters }
  const words =
    chosen.length > 0 ? t('work.bulk.chosen', { count: chosen.length }) : t('work.bulk.filtered', { count: total })
  return (
    <section className={classes.bulk} aria-label={t('work.bulk.title')}>
      <div className={classes.bulkRow}>
        <strong>{words}</strong>
        {helps && (
          <FilterSelect
            label={t('work.bulk.status')}
            anything={t('work.bulk.chooseStatus')}
            value={status}
            options={STATUSES.map((value) => ({ value, label: t(`task.status.${value}`) }))}
            onChange={setStatus}
          />
        )}
      </div>
      {status && <Steps key={JSON.stringify([scope, status])} scope={scope} status={status} />}
      {chase?.(scope)}
    </section>
  )
}

/** First what would happen; a change of another scope or status begins anew. */
function Steps({ scope, status }: { scope: Scope; status: TaskStatus }) {
  const { t } = useTranslation()
  const trial = useChangeMany()
  const real = useChangeMany()
  const { data: would } = trial
  const { data: done } = real
  return (
    <>
      <div className={classes.bulkRow}>
        <Button
          variant="default"
          loading={trial.isPending}
          onClick={() => trial.mutate({ scope, status, dryRun: true })}
        >
          {t('work.bulk.try')}
        </Button>
        {would && !done && (
          <Button
            disabled={would.updated === 0}
            loading={real.isPending}
            onClick={() => real.mutate({ scope, status, dryRun: false })}
          >
            {t('work.bulk.do', { count: would.updated })}
          </Button>
        )}
      </div>
      <ProblemNotice error={trial.error ?? real.error} />
      {would && !done && (
        <Notice tone={would.rejected > 0 ? 'warn' : 'info'}>
          {t('work.bulk.would', { updated: would.updated, unchanged: would.unchanged, rejected: would.rejected })}
          <Errors errors={would.errors} />
        </Notice>
      )}
      {done && (
        <Notice tone={done.rejected > 0 ? 'warn' : 'good'}>
          {t('work.bulk.done', { updated: done.updated, unchanged: done.unchanged, rejected: done.rejected })}
          <Errors errors={done.errors} />
        </Notice>
      )}
    </>
  )
}

const SHOWN = 5

function Errors({ errors }: { errors: readonly { row: number; message: string }[] }) {
  const { t } = useTranslation()
  if (errors.length === 0) return null
  return (
    <ul className={classes.errors}>
      {errors.slice(0, SHOWN).map(({ row, message }) => (
        <li key={`${row}-${message}`}>{t('work.bulk.error', { row, message })}</li>
      ))}
    </ul>
  )
}
