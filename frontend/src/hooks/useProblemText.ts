import { useTranslation } from 'react-i18next'

import { ApiError, ConnectionError } from '@/lib/problem'

/** Why something was not done, in the words of the server where it gave any. */
export function useProblemText() {
  const { t } = useTranslation()
  return (error: Error): string => {
    if (error instanceof ConnectionError) return t('error.connection.text')
    if (!(error instanceof ApiError) || error.status >= 500) return t('error.server.text')
    if (error.status === 412) return t('error.stale')
    return error.fields[0]?.message ?? error.message
  }
}
