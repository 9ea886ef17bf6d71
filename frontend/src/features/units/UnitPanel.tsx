import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Unit } from '@/api/models'
import { SampleMark } from '@/components/SampleMark'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import { unitQuery } from './api'
import { UnitFacts } from './UnitFacts'
import { UnitHistory } from './UnitHistory'
import classes from './UnitPanel.module.css'

interface UnitPanelProps {
  unitId: string
  asOf: string | undefined
  onSelect: (unitId: string) => void
}

/** One unit as it stood that day, and how it came to be so. */
export function UnitPanel({ unitId, asOf, onSelect }: UnitPanelProps) {
  const query = useQuery(unitQuery(unitId, asOf))
  return (
    <div className={classes.panel}>
      <QueryView query={query} skeleton={<PageSkeleton />}>
        {(unit) => (
          <>
            <Heading unit={unit} />
            <UnitFacts unit={unit} onSelect={onSelect} />
          </>
        )}
      </QueryView>
      <UnitHistory unitId={unitId} onSelect={onSelect} />
    </div>
  )
}

function Heading({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  return (
    <>
      <div className={classes.kind}>
        <span>{t(`unit.kind.${unit.kind}`)}</span>
        {unit.sample && <SampleMark />}
      </div>
      <h2 className={classes.name}>{unit.name}</h2>
      <p className={classes.page}>
        <Link to="/units/$unit" params={{ unit: unit.code }}>
          {t('unit.openPage')}
        </Link>
      </p>
    </>
  )
}
