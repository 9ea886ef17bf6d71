import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Round, RoundCounts } from '@/api/models'
import { Card } from '@/components/Card'
import strip from '@/components/CountStrip.module.css'
import { Facts } from '@/components/Facts'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { completenessQuery, type ReportFilters, roundQuery } from './api'
import { Completeness } from './Completeness'
import { Extending } from './Extending'
import { ReportList } from './ReportList'
import classes from './Reports.module.css'
import { RoundMark } from './RoundsPage'

interface RoundPageProps {
  roundId: string
  filters: ReportFilters
  onChange: (change: ReportFilters) => void
}

/** One round: how complete it is, commune by commune, and its reports. */
export function RoundPage({ roundId, filters, onChange }: RoundPageProps) {
  const query = useQuery(roundQuery(roundId))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(round) => (
        <div className={classes.stack}>
          <Head round={round} />
          <MoreTime round={round} under={filters.under} />
          {round.counts.expected > 1 && <Completeness round={round} filters={filters} onChange={onChange} />}
          <ReportList round={round} filters={filters} onChange={onChange} />
        </div>
      )}
    </QueryView>
  )
}

function Head({ round }: { round: Round }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  return (
    <>
      <PageHeader title={round.title} over={<Link to="/reporting-rounds">{t('report.rounds')}</Link>}>
        <RoundMark status={round.status} />
        <span>{period(round.period)}</span>
      </PageHeader>
      <CountStrip counts={round.counts} />
      <Facts
        columns
        facts={[
          { label: t('report.column.due'), value: round.due_at ? format.date(round.due_at) : t('report.noDue') },
          { label: t('report.cutoff'), value: round.steps[0] && format.date(round.steps[0].cutoff_on) },
          { label: t('report.opensOn'), value: format.date(round.opens_on) },
          { label: t('report.closesOn'), value: format.date(round.closes_on) },
          {
            label: t('report.regime.one'),
            value: (
              <Link to="/reporting-regimes/$regimeId" params={{ regimeId: round.regime.id }}>
                {round.regime.name}
              </Link>
            ),
          },
        ]}
      />
    </>
  )
}

/** More time for the commune that is chosen, or for one unit found below. */
function MoreTime({ round, under }: { round: Round; under: string | undefined }) {
  const { data } = useQuery(completenessQuery(round.id))
  const chosen = data?.items.find(({ unit }) => unit.code === under || unit.id === under)
  if (!round.may.includes('extend') || under === undefined || chosen === undefined) return null
  return (
    <Card title={chosen.unit.name}>
      <Extending key={under} round={round.id} of={{ under }} name={chosen.unit.name} />
    </Card>
  )
}

const SHOWN = ['expected', 'sent', 'received', 'returned', 'late', 'overdue'] as const

function CountStrip({ counts }: { counts: RoundCounts }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <dl className={strip.strip} data-six>
      {SHOWN.map((name) => (
        <div key={name} data-name={name} data-some={counts[name] > 0 || undefined}>
          <dt>{t(`report.count.${name}`)}</dt>
          <dd>{format.number(counts[name])}</dd>
        </div>
      ))}
    </dl>
  )
}
