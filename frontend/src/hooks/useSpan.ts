import { useTranslation } from 'react-i18next'

import { useFormat } from './useFormat'

/** Says from when to when something holds; either end may be unknown or open. */
export function useSpan() {
  const { t } = useTranslation()
  const format = useFormat()
  return (from: string | null, to: string | null): string => {
    const start = from && format.date(from)
    const end = to && format.date(to)
    if (start && end) return t('span.fromTo', { start, end })
    if (start) return t('span.since', { start })
    return end ? t('span.until', { end }) : t('span.always')
  }
}
