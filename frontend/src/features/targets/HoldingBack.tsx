import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Result } from '@/api/models'
import { UnitName } from '@/components/UnitName'
import { useFormat } from '@/hooks/useFormat'

import { partsQuery } from './api'
import classes from './HoldingBack.module.css'
import { shortfalls } from './shortfall'

const CALM = new Set<Result['status']>(['met', 'no_data', null])

/** The units right below at which most is missing to a target that is not met; nothing where nobody is to be named. */
export function HoldingBack({ result, unitOfMeasure }: { result: Result; unitOfMeasure: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data = [] } = useQuery({
    ...partsQuery(result.indicator.id, result.unit.id, result.period),
    enabled: !CALM.has(result.status) && result.units_expected > 1,
  })
  const found = shortfalls(data.filter(({ unit }) => unit.id !== result.unit.id), unitOfMeasure)
  if (found.length === 0) return null
  return (
    <div className={classes.holding}>
      <h3 className={classes.heading}>{t('target.shortfall.title')}</h3>
      <ol className={classes.units}>
        {found.map(({ result: part, missing }) => (
          <li key={part.unit.id}>
            <UnitName unit={part.unit} />
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
