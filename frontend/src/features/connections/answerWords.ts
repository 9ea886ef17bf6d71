import { useTranslation } from 'react-i18next'

import type { Attempt } from '@/api/models'

const ERRORS = ['timeout', 'private_address', 'https_only', 'bad_url', 'not_visible', 'ConnectError', 'ConnectTimeout', 'ReadError', 'ReadTimeout', 'RemoteProtocolError', 'gaierror'] as const

/** What an address answered, as somebody says it who must find out why. */
export function useAnswerWords() {
  const { t } = useTranslation()
  return ({ status_code: status, error }: Attempt): string => {
    if (status === null) {
      const known = ERRORS.find((each) => each === error)
      return known ? t(`webhook.error.${known}`) : t('webhook.error.other', { error })
    }
    if (status === 410) return t('webhook.answer.gone', { status })
    if (status === 429) return t('webhook.answer.slower', { status })
    if (status >= 200 && status < 300) return t('webhook.answer.taken', { status })
    if (status >= 300 && status < 400) return t('webhook.answer.elsewhere', { status })
    return t(status >= 500 ? 'webhook.answer.trouble' : 'webhook.answer.refused', { status })
  }
}
