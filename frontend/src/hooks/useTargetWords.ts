import { useTranslation } from 'react-i18next'

import type { Target } from '@/api/models'
import { useFormat } from './useFormat'

type Judged = Pick<Target, 'comparator' | 'value' | 'value_max' | 'unit_of_measure'>

/** How a target is judged, in words; null where the plan gives no figure. */
export function useTargetWords(): (target: Judged) => string | null {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ comparator, value, value_max: max, unit_of_measure: unit }) => {
    if (value === null || comparator === null) return null
    const figure = (number: number) => `${format.number(number)} ${unit}`.trim()
    const words = { value: figure(value), max: max === null ? '' : figure(max) }
    return t(`target.comparator.${comparator}`, words)
  }
}

/** Whether the printed figure leaves no doubt: it has its own sign, or nothing is above it. */
export function speaksForItself({ text, value, unit_of_measure: unit }: Target): boolean {
  return /[≥≤<>]/.test(text) || (value === 100 && unit === '%')
}
