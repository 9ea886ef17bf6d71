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
    }),
    [language],
  )
}
