import { Button } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard, Standing, TargetStanding } from '@/api/models'
import { Card } from '@/components/Card'
import strip from '@/components/CountStrip.module.css'
import { type Column, DataTable } from '@/components/DataTable'
import { StandingMark } from '@/components/StandingMark'
import { useFormat } from '@/hooks/useFormat'

import classes from './Targets.module.css'
import { Trend, TrendTable } from './Trend'

const ORDER: readonly Standing[] = ['met', 'on_track', 'at_risk', 'behind', 'no_data']
/** What a leader must look at comes first. */
const URGENCY: readonly (Standing | null)[] = ['behind', 'at_risk', 'no_data', 'on_track', 'met', null]
const FIRST = 8

interface TargetsProps {
  page: Dashboard
  open: string | undefined
  onOpen: (target: string | undefined) => void
}

/** Each target with where it stands, how it got there, what the year's end will be and how many have told. */
export function Targets({ page, open, onOpen }: TargetsProps) {
  const { t } = useTranslation()
  const columns = useTargetColumns(page, open, onOpen)
  const [whole, setWhole] = useState(false)
  const ordered = [...page.targets].sort((one, other) => URGENCY.indexOf(one.status) - URGENCY.indexOf(other.status))
  if (page.plan === null || page.targets.length === 0) {
    return (
      <Card title={t('dashboard.targets.title')}>
        <p className={classes.quiet}>{t(`dashboard.targets.${page.plan === null ? 'none' : 'noneLed'}`)}</p>
      </Card>
    )
  }
  return (
    <Card title={t('dashboard.targets.title')} flush>
      <div className={classes.strip}>
        <Strip targets={page.targets} />
      </div>
      <DataTable
        caption={t('dashboard.targets.title')}
        columns={columns}
        rows={whole ? ordered : ordered.slice(0, FIRST)}
        detail={(target) => (target.id === open ? <TrendTable target={target} /> : null)}
      />
      {ordered.length > FIRST && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {whole ? t('dashboard.targets.fewer') : t('dashboard.targets.all', { count: ordered.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** How many targets stand where. */
function Strip({ targets }: { targets: readonly TargetStanding[] }) {
  const { t } = useTranslation()
  return (
    <dl className={strip.strip} data-five>
      {ORDER.map((standing) => {
        const count = targets.filter(({ status }) => status === standing).length
        return (
          <div key={standing} data-name={standing} data-some={count > 0 || undefined}>
            <dt>{t(`target.standing.${standing}`)}</dt>
            <dd>{count}</dd>
          </div>
        )
      })}
    </dl>
  )
}

function useTargetColumns(
  page: Dashboard,
  open: string | undefined,
  onOpen: TargetsProps['onOpen'],
): Column<TargetStanding>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const plan = page.plan?.id ?? ''
    return [
      {
        id: 'number',
        header: t('target.column.number'),
        meta: { place: 'number', width: '48px' },
        cell: ({ row }) => row.original.number,
      },
      {
        id: 'name',
        header: t('target.column.indicator'),
        meta: { place: 'title' },
        cell: ({ row: { original: target } }) => <Name target={target} plan={plan} year={page.period.slice(0, 4)} />,
      },
      {
        id: 'value',
        header: t('dashboard.targets.reached'),
        meta: { width: '150px' },
        cell: ({ row: { original: target } }) => <Reached target={target} />,
      },
      {
        id: 'status',
        header: t('dashboard.targets.status'),
        meta: { place: 'state', width: '184px' },
        cell: ({ row: { original: target } }) => target.status && <StandingMark standing={target.status} />,
      },
      {
        id: 'trend',
        header: t('dashboard.targets.trend'),
        meta: { width: '150px' },
        cell: ({ row: { original: target } }) => (
          <Unfold target={target} open={target.id === open} onOpen={onOpen} />
        ),
      },
      {
        id: 'forecast',
        header: t('dashboard.targets.forecast'),
        meta: { width: '88px' },
        cell: ({ row: { original: target } }) => <Ahead target={target} />,
      },
      {
        id: 'told',
        header: t('dashboard.targets.told'),
        meta: { width: '132px' },
        cell: ({ row: { original: target } }) => <Told target={target} />,
      },
    ]
  }, [t, page.plan?.id, page.period, open, onOpen])
}

/** What is measured, of whom and by when where that is not all and this year, and who leads. */
function Name({ target, plan, year }: { target: TargetStanding; plan: string; year: string }) {
  const { t } = useTranslation()
  const about = [
    target.audience?.name,
    String(target.target.year) === year ? undefined : t('target.byYear', { year: target.target.year }),
  ].filter((part) => part !== undefined)
  return (
    <div>
      <Link to="/plans/$planId/targets" params={{ planId: plan }} search={{ open: target.id }}>
        {target.name}
      </Link>
      {about.length > 0 && <span className={classes.small}>{about.join(' · ')}</span>}
      {target.leads.length > 0 && <span className={classes.small}>{target.leads.join(', ')}</span>}
    </div>
  )
}

/** The figure beside what is wanted; below it how much it moved against the same time last year. */
function Reached({ target }: { target: TargetStanding }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { value, same_period_last_year: then } = target
  const moved = value === null || then === null ? null : Math.round((value - then) * 100) / 100
  const better = moved !== null && moved !== 0 && moved > 0 === (target.direction === 'up')
  return (
    <div>
      <span>
        <strong className={classes.value}>{value === null ? '–' : `${format.figure(value)} ${target.unit_of_measure}`}</strong>
        <span className={classes.goal}>{target.target.text}</span>
      </span>
      {moved !== null && (
        <span className={classes.small} data-better={better || undefined}>
          {t(`dashboard.targets.moved.${moved > 0 ? 'more' : moved < 0 ? 'less' : 'same'}`, {
            by: format.figure(Math.abs(moved)),
          })}
        </span>
      )}
    </div>
  )
}

interface UnfoldProps {
  target: TargetStanding
  open: boolean
  onOpen: TargetsProps['onOpen']
}

function Unfold({ target, open, onOpen }: UnfoldProps) {
  const { t } = useTranslation()
  if (target.value === null) return null
  return (
    <button
      type="button"
      className={classes.unfold}
      aria-expanded={open}
      title={t('dashboard.targets.figures')}
      onClick={() => onOpen(open ? undefined : target.id)}
    >
      <Trend target={target} />
      <IconChevronDown size={16} aria-hidden="true" />
    </button>
  )
}

function Ahead({ target }: { target: TargetStanding }) {
  const format = useFormat()
  if (target.forecast === null) return null
  return <span className={classes.number}>{`${format.figure(target.forecast)} ${target.unit_of_measure}`}</span>
}

/** How many of those that should have told, and until which day. */
function Told({ target }: { target: TargetStanding }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { units_reported: reported, units_expected: expected } = target
  if (expected === 0) return null
  return (
    <div>
      <span className={classes.number}>
        {t('dashboard.grid.told', { reported: format.number(reported), expected: format.number(expected) })}
      </span>
      <svg className={classes.coverage} viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
        <rect width={100} height={3} />
        <rect width={(reported / expected) * 100} height={3} data-told />
      </svg>
      <span className={`${classes.small} ${classes.until}`}>{t('dashboard.targets.until', { date: format.date(target.cutoff) })}</span>
    </div>
  )
}
