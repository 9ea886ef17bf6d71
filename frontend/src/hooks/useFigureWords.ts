import { useTranslation } from 'react-i18next'

import type { Figure } from '@/api/models'
import { useFormat } from './useFormat'

/** A figure as one reads it out: “42/45 (93,33 %)”, “Có”, “12 máy”. */
export function useFigureWords() {
  const { t } = useTranslation()
  const format = useFormat()
  return (figure: Figure, unitOfMeasure: string): string => {
    if (figure.answer !== 'given') return t(`figure.answer.${figure.answer}`)
    if (figure.yes !== null) return t(figure.yes ? 'figure.yes' : 'figure.no')
    const value = figure.value === null ? t('figure.none') : `${format.figure(figure.value)} ${unitOfMeasure}`
    if (figure.numerator === null || figure.denominator === null) return value
    return `${format.figure(figure.numerator)}/${format.figure(figure.denominator)} (${value})`
  }
}
