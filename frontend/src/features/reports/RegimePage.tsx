import { Button } from '@mantine/core'
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Regime, Round } from '@/api/models'
import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { Facts } from '@/components/Facts'
import { Notice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'
import { namesOf } from '@/lib/party'

import { regimeQuery, roundListQuery } from './api'
import classes from './Reports.module.css'
import { RoundMark } from './RoundsPage'
import { ruleOf } from './steps'
import { StepsForm } from './StepsForm'
import { useRuleWords } from './useRuleWords'

/** One reporting regime: who reports through whom to whom, by when, and its rounds with their days. */
export function RegimePage({ regimeId }: { regimeId: string }) {
  const query = useQuery(regimeQuery(regimeId))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(regime) => (
        <div className={classes.stack}>
          <Head regime={regime} />
          <Steps regime={regime} />
          <Opened regimeId={regimeId} />
        </div>
      )}
    </QueryView>
  )
}

function Head({ regime }: { regime: Regime }) {
  const { t } = useTranslation()
  const format = useFormat()
  const until = regime.last_on && format.date(regime.last_on)
  const since = format.date(regime.first_on)
  return (
    <>
      <PageHeader title={regime.title} over={<Link to="/reporting-rounds">{t('report.rounds')}</Link>}>
        <span>{regime.unit.name}</span>
      </PageHeader>
      {regime.waits_for !== null && <Notice tone="warn">{t(`report.regime.waitsFor.${regime.waits_for}`)}</Notice>}
      <Facts
        columns
        facts={[
          { label: t('report.cadence'), value: regime.cadence && t(`report.every.${regime.cadence}`) },
          { label: t('report.regime.holds'), value: until ? t('report.regime.between', { since, until }) : t('report.regime.since', { since }) },
          { label: t('report.regime.opens'), value: t('report.regime.opensDays', { count: regime.opens_days }) },
          { label: t('report.regime.closes'), value: t('report.regime.closesDays', { count: regime.closes_days }) },
        ]}
      />
    </>
  )
}

function Steps({ regime }: { regime: Regime }) {
  const { t } = useTranslation()
  const [changing, setChanging] = useState(false)
  const change = regime.may.includes('change') && !changing && (
    <Button variant="default" size="compact-md" onClick={() => setChanging(true)}>
      {t('report.regime.change')}
    </Button>
  )
  return (
    <Card title={t('report.regime.steps')} aside={change}>
      {changing ? (
        <StepsForm regime={regime} onDone={() => setChanging(false)} />
      ) : (
        <ol className={classes.lines}>
          {regime.steps.map((step, place) => (
            <li key={place}>
              <Step step={step} place={place} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  )
}

function Step({ step, place }: { step: Regime['steps'][number]; place: number }) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const [due, cutoff] = [ruleOf(step.due), ruleOf(step.cutoff)]
  return (
    <>
      <p className={classes.soft}>{t('report.regime.step', { place: place + 1 })}</p>
      <p className={classes.way}>
        <span>{namesOf(step.who)}</span>
        <IconArrowNarrowRight size={18} role="img" aria-label={t('report.regime.to')} />
        <span>{step.to.length > 0 ? namesOf(step.to) : t('report.regime.above')}</span>
      </p>
      <Facts
        columns
        facts={[
          { label: t('report.column.due'), value: due ? words(due) : t('report.noDue') },
          { label: t('report.regime.printed'), value: step.due_text },
          { label: t('report.cutoff'), value: cutoff ? words(cutoff) : t('report.regime.usualCutoff') },
          { label: t('report.regime.outline'), value: t('report.regime.sections', { count: step.outline.length }) },
        ]}
      />
    </>
  )
}

/** The rounds that were opened: label, span, cut-off and due day of each, which are four things. */
function Opened({ regimeId }: { regimeId: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(roundListQuery({ regime: regimeId }))
  const columns = useColumns()
  return (
    <Card title={t('report.regime.opened')} flush>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel title={t('report.regime.none.title')} text={t('report.none.text')} />}
      >
        {({ items }) => <DataTable caption={t('report.regime.opened')} columns={columns} rows={items} />}
      </QueryView>
      <ShowMore of={query} foot />
    </Card>
  )
}

function useColumns(): Column<Round>[] {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  return useMemo(() => {
    const dates = (days: (string | null)[]) =>
      [...new Set(days.map((day) => (day ? format.date(day) : t('report.noDue'))))].join('; ')
    return [
      {
        id: 'period',
        header: t('report.period'),
        meta: { place: 'title' as const },
        cell: ({ row: { original: round } }) => (
          <Link to="/reporting-rounds/$roundId" params={{ roundId: round.id }}>
            {period(round.period)}
          </Link>
        ),
      },
      {
        id: 'span',
        header: t('report.regime.span'),
        meta: { width: '210px' },
        cell: ({ row: { original: round } }) => `${format.date(round.starts_on)} – ${format.date(round.ends_on)}`,
      },
      {
        id: 'cutoff',
        header: t('report.cutoff'),
        meta: { width: '190px' },
        cell: ({ row }) => dates(row.original.steps.map(({ cutoff_on: day }) => day)),
      },
      {
        id: 'due',
        header: t('report.column.due'),
        meta: { width: '220px' },
        cell: ({ row }) => dates(row.original.steps.map(({ due_at: at }) => at)),
      },
      {
        id: 'status',
        header: t('report.column.status'),
        meta: { place: 'state' as const, width: '130px' },
        cell: ({ row }) => <RoundMark status={row.original.status} />,
      },
    ]
  }, [t, format, period])
}
