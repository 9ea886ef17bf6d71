import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Target, TargetFigure } from '@/api/models'
import { UnitName } from '@/components/UnitName'
import { useFormat } from '@/hooks/useFormat'

import { partsQuery } from './api'
import classes from './HoldingBack.module.css'
import { shortfalls } from './shortfall'

const CALM = new Set<TargetFigure['status']>(['met', 'no_data', null])

interface HoldingBackProps {
  target: Pick<Target, 'id' | 'indicator' | 'unit_of_measure'>
  result: TargetFigure
}

/** The units right below at which most is missing to a target that is not met; nothing where nobody is to be named. */
export function HoldingBack({ target, result }: HoldingBackProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data = [] } = useQuery({
    ...partsQuery(target.indicator.id, result.unit.id, result.period),
    enabled: !CALM.has(result.status) && result.units_expected > 1,
  })
  const below = data.filter(({ unit }) => unit.id !== result.unit.id)
  const found = shortfalls(below, target.id, target.unit_of_measure)
  if (found.length === 0) return null
  return (
    <div className={classes.holding}>
      <h3 className={classes.heading}>{t('target.shortfall.title')}</h3>
      <ol className={classes.units}>
        {found.map(({ unit, part, missing }) => (
          <li key={unit.id}>
            <UnitName unit={unit} />
            <span className={classes.missing}>
              {t('target.shortfall.missing', {
                missing: format.number(missing),
                value: part.value === null ? '–' : `${format.figure(part.value)} %`,
                reported: format.number(part.units_reported),
                expected: format.number(part.units_expected),
              })}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
