import { useMemo } from 'react'

import { type DateInput, formatDate, formatDateTime, formatNumber } from '@/lib/format'

import { useLanguage } from './useLanguage'

/** Dates and numbers in the language on screen. */
export function useFormat() {
  const language = useLanguage()
  return useMemo(
    () => ({
      date: (value: DateInput) => formatDate(value, language),
      dateTime: (value: DateInput) => formatDateTime(value, language),
      number: (value: number) => formatNumber(value, language),
      /** A figure as one reads it out; what is counted from may have more places. */
      figure: (value: number) => formatNumber(Math.round(value * 100) / 100, language),
    }),
    [language],
  )
}
