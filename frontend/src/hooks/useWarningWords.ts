import { useTranslation } from 'react-i18next'

import { warningKey } from '@/lib/warnings'

/** What to mind about a deadline, in words. */
export function useWarningWords(): (code: string) => string {
  const { t } = useTranslation()
  return (code) => t(`schedule.warning.${warningKey(code)}`, { code })
}
