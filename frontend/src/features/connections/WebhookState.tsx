import { IconAlertTriangle, IconCircleCheck, IconPlayerPause, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Webhook } from '@/api/models'
import { Mark } from '@/components/Mark'

/** Whether changes are brought, and if not why. */
export function WebhookState({ webhook: { disabled_because: why, failures } }: { webhook: Webhook }) {
  const { t } = useTranslation()
  if (why === 'gone')
    return (
      <Mark tone="late" icon={<IconPlugConnectedX />}>
        {t('webhook.state.gone')}
      </Mark>
    )
  if (why === 'asked')
    return (
      <Mark tone="calm" icon={<IconPlayerPause />}>
        {t('webhook.state.asked')}
      </Mark>
    )
  return failures > 0 ? (
    <Mark tone="warn" icon={<IconAlertTriangle />}>
      {t('webhook.state.trouble')}
    </Mark>
  ) : (
    <Mark tone="good" icon={<IconCircleCheck />}>
      {t('webhook.state.well')}
    </Mark>
  )
}
