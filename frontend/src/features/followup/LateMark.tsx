import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'

/** The day to answer is over, and nobody did. */
export function LateMark() {
  const { t } = useTranslation()
  return (
    <Mark tone="late" icon={<IconAlertTriangle />}>
      {t('clarify.overdue')}
    </Mark>
  )
}
