import { useTranslation } from 'react-i18next'

import type { Target } from '@/api/models'
import { StandingMark } from '@/components/StandingMark'
import { useFormat } from '@/hooks/useFormat'

import classes from './TargetList.module.css'
import type { Judged } from './useResults'

/** What a target has come to: the figure, where it stands, and how many have told theirs. */
export function ResultCell({ target, judged: { result, standing } }: { target: Target; judged: Judged }) {
  const { t } = useTranslation()
  const format = useFormat()
  const told = result !== undefined && result.value !== null
  return (
    <div className={classes.result}>
      {told && (
        <span className={classes.value}>
          {format.figure(result.value ?? 0)} {target.unit_of_measure}
        </span>
      )}
      {standing !== null && <StandingMark standing={standing} />}
      {told && result.units_expected > 1 && (
        <span className={classes.judged}>
          {t('target.result.reported', {
            reported: format.number(result.units_reported),
            expected: format.number(result.units_expected),
          })}
        </span>
      )}
    </div>
  )
}
