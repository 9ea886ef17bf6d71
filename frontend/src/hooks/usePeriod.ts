import { useTranslation } from 'react-i18next'

import { readPeriod } from '@/lib/period'

/** Names a period in the language on screen; other text is left as it is. */
export function usePeriod() {
  const { t } = useTranslation()
  return (period: string): string => {
    const words = readPeriod(period)
    return words ? t(`period.${words.key}`, words.values) : period
  }
}
