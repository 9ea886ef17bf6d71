import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard, TargetStanding } from '@/api/models'
import { Card } from '@/components/Card'
import { StandingMark } from '@/components/StandingMark'
import { useFormat } from '@/hooks/useFormat'

import classes from './Dashboard.module.css'
import { moved, type Movement } from './movement'

const HAPPENED = ['completed', 'overdue', 'reports', 'difficulties'] as const
const FIRST = 6

/** What moved since the last day of work began, and how that is against the same time last year. */
export function Moved({ page }: { page: Dashboard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [whole, setWhole] = useState(false)
  if (page.since === null) return null
  const movements = moved(page.targets)
  const happened = HAPPENED.filter((name) => page.work.moved[name] > 0)
  return (
    <Card title={t('dashboard.since.title', { date: format.date(page.since) })}>
      {movements.length + happened.length === 0 && <p className={classes.quiet}>{t('dashboard.since.none')}</p>}
      {happened.length > 0 && (
        <ul className={classes.happened}>
          {happened.map((name) => (
            <li key={name} data-late={name === 'overdue' || undefined}>
              {t(`dashboard.since.${name}`, {
                count: page.work.moved[name],
                many: format.number(page.work.moved[name]),
              })}
            </li>
          ))}
        </ul>
      )}
      {movements.length > 0 && (
        <ul className={`${classes.items} ${classes.movements}`} aria-label={t('dashboard.since.targets')}>
          {(whole ? movements : movements.slice(0, FIRST)).map((each) => (
            <Line key={each.target.id} movement={each} plan={page.plan?.id ?? ''} />
          ))}
        </ul>
      )}
      {movements.length > FIRST && (
        <Button variant="subtle" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? t('dashboard.targets.fewer') : t('dashboard.since.all', { count: movements.length })}
        </Button>
      )}
    </Card>
  )
}

function Line({ movement, plan }: { movement: Movement; plan: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { target, before, by, told } = movement
  const against = useAgainstLastYear(target)
  const figure = (value: number | null) => (value === null ? t('dashboard.since.noFigure') : format.figure(value))
  const parts = [
    target.audience?.name,
    told !== 0 && t(`dashboard.since.${told > 0 ? 'told' : 'untold'}`, { count: Math.abs(told) }),
    against,
    target.leads.length > 0 && target.leads.join(', '),
  ].filter(Boolean)
  return (
    <li>
      <Link to="/plans/$planId/targets" params={{ planId: plan }} search={{ open: target.id }}>
        {target.name}
      </Link>
      <span className={classes.figures}>
        {before.value === target.value ? (
          figure(target.value)
        ) : (
          <>
            <span className={classes.then}>{figure(before.value)}</span>
            <span aria-hidden="true"> → </span>
            <span className={classes.hidden}>{t('dashboard.since.to')}</span>
            <strong data-better={movement.better}>{figure(target.value)}</strong>
          </>
        )}
        {` ${target.unit_of_measure}`}
        {by !== null && by !== 0 && <span className={classes.by}>{`${by > 0 ? '+' : '−'}${format.figure(Math.abs(by))}`}</span>}
      </span>
      {before.status !== target.status && before.status && target.status && (
        <span className={classes.turned}>
          <StandingMark standing={before.status} />
          <span aria-hidden="true">→</span>
          <span className={classes.hidden}>{t('dashboard.since.to')}</span>
          <StandingMark standing={target.status} />
        </span>
      )}
      <span className={classes.said}>{parts.join(' · ')}</span>
    </li>
  )
}

/** How much a figure is above or below that of a year before, in words. */
function useAgainstLastYear({ value, same_period_last_year: then }: TargetStanding): string | null {
  const { t } = useTranslation()
  const format = useFormat()
  if (value === null || then === null) return null
  const by = value - then
  return t(`dashboard.targets.moved.${by > 0 ? 'more' : by < 0 ? 'less' : 'same'}`, { by: format.figure(Math.abs(by)) })
}
