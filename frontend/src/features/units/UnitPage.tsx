import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Unit } from '@/api/models'
import { Card } from '@/components/Card'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { PageSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { useMay } from '@/hooks/useMay'

import { unitQuery } from './api'
import { UnitFacts } from './UnitFacts'
import { UnitHistory } from './UnitHistory'
import classes from './UnitPage.module.css'

interface UnitPageProps {
  /** An id, our code, or `moet:…`. */
  unitId: string
  /** What the unit owes. */
  work: (unit: Unit) => ReactNode
  /** What was asked of the unit and how it was chased. */
  followup: (unit: Unit) => ReactNode
  onSelect: (unitId: string) => void
}

/** One unit: what it owes, what is known of it, and how it came to be so. */
export function UnitPage({ unitId, work, followup, onSelect }: UnitPageProps) {
  const query = useQuery(unitQuery(unitId, undefined))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(unit) => <UnitView unit={unit} work={work(unit)} followup={followup(unit)} onSelect={onSelect} />}
    </QueryView>
  )
}

interface UnitViewProps {
  unit: Unit
  work: ReactNode
  followup: ReactNode
  onSelect: (unitId: string) => void
}

function UnitView({ unit, work, followup, onSelect }: UnitViewProps) {
  const { t } = useTranslation()
  const reads = useMay('indicator_value:read')
  const settles = useMay('confirmation:settle')
  // Whoever sees a school's page stands above it; an office above the reader shows its name and not its figures.
  const mayReadFigures = reads && (settles || unit.kind === 'school')
  return (
    <article>
      <PageHeader title={unit.name} over={<Above unit={unit} />}>
        <span>{t(`unit.kind.${unit.kind}`)}</span>
        <span>{unit.code}</span>
        {unit.sample && <SampleMark />}
        <Link to="/units" search={{ unit: unit.id }}>
          {t('unit.inTree')}
        </Link>
        <Link to="/units/$unit/profile" params={{ unit: unit.code }}>
          {t('profile.open')}
        </Link>
        {mayReadFigures && (
          <Link to="/figures" search={{ unit: unit.id }}>
            {t('figure.title')}
          </Link>
        )}
      </PageHeader>
      <div className={classes.columns}>
        <div className={classes.main}>{work}</div>
        <div className={classes.side}>
          <Card title={t('unit.panel')}>
            <UnitFacts unit={unit} onSelect={onSelect} />
            <UnitHistory unitId={unit.id} onSelect={onSelect} />
          </Card>
          {followup}
        </div>
      </div>
    </article>
  )
}

function Above({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('nav.path')}>
      <Link to="/units">{t('unit.title')}</Link>
      {unit.parent && (
        <>
          <span aria-hidden="true"> / </span>
          <UnitName unit={unit.parent} />
        </>
      )}
    </nav>
  )
}
