import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard } from '@/api/models'
import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import type { Acts } from './acts'
import { dashboardQuery, type DashboardSearch } from './api'
import { CameBack } from './CameBack'
import classes from './Dashboard.module.css'
import { Decide } from './Decide'
import { Difficulties } from './Difficulties'
import { Grid } from './Grid'
import { Moved } from './Moved'
import { Owes } from './Owes'
import { Rounds } from './Rounds'
import { Targets } from './Targets'
import { Tasks } from './Tasks'
import { type Line, useLive } from './useLive'

interface DashboardPageProps {
  search: DashboardSearch
  onChange: (change: DashboardSearch) => void
  /** What the reader may do on the spot. */
  acts: Acts
  /** What was just done, with the way back. */
  done: ReactNode
}

/** One screen: what the unit owes, what to decide, where targets stand, who is late, what stands in the way. */
export function DashboardPage({ search, onChange, acts, done }: DashboardPageProps) {
  const { open, ...filters } = search
  const query = useQuery(dashboardQuery(filters))
  const line = useLive(filters.unit)
  return (
    <QueryView query={query} page skeleton={<PageSkeleton />}>
      {(page) => (
        <div className={classes.page}>
          <Heading page={page} line={line} onChange={onChange} />
          {done}
          <div className={classes.today}>
            <div className={classes.first}>
              <Owes owes={page.work.owes} act={acts.owed} />
            </div>
            <div className={classes.decide}>
              <Decide page={page} acts={acts} />
            </div>
            <div className={classes.aside}>
              <Difficulties difficulties={page.work.difficulties} />
              <CameBack page={page} />
            </div>
          </div>
          <Moved page={page} />
          <Targets page={page} open={open} onOpen={(target) => onChange({ open: target })} />
          <Grid page={page} />
          <Rounds page={page} acts={acts} />
          <Tasks page={page} />
        </div>
      )}
    </QueryView>
  )
}

interface HeadingProps {
  page: Dashboard
  line: Line
  onChange: (change: DashboardSearch) => void
}

function Heading({ page, line, onChange }: HeadingProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const fresh: ReactNode = t('dashboard.asOf', { time: format.dateTime(page.as_of) })
  return (
    <PageHeader
      title={t('dashboard.title', { unit: page.unit.name })}
      over={t('dashboard.day', { date: format.date(page.today), period: period(page.period) })}
      actions={
        <div className={classes.actions}>
          {page.plans.length > 1 && (
            <FilterSelect
              label={t('dashboard.plan')}
              anything={page.plan ? t('dashboard.planOf', { year: page.plan.year }) : t('dashboard.plan')}
              value={undefined}
              options={page.plans.map(({ id, title, year }) => ({ value: id, label: `${year} · ${title}` }))}
              onChange={(plan) => onChange({ plan, open: undefined })}
            />
          )}
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} aria-hidden="true" />}
            onClick={() => globalThis.print()}
          >
            {t('dashboard.print')}
          </Button>
        </div>
      }
    >
      <span className={classes.fresh} data-line={line}>
        {fresh}
      </span>
      <span className={classes.line}>{t(`dashboard.line.${line}`)}</span>
      <Link to="/units/$unit/profile" params={{ unit: page.unit.code ?? page.unit.id }}>
        {t('profile.open')}
      </Link>
      {page.plan && (
        <Link to="/plans/$planId/targets" params={{ planId: page.plan.id }}>
          {page.plan.title}
        </Link>
      )}
    </PageHeader>
  )
}
