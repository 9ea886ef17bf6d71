import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconScale } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Confirmation, Word } from '@/api/models'
import { Mark } from '@/components/Mark'

const LOOKS = {
  unconfirmed: { tone: 'calm', icon: <IconHelpCircle /> },
  confirmed: { tone: 'good', icon: <IconCircleCheck /> },
  disputed: { tone: 'warn', icon: <IconAlertTriangle /> },
  settled_for_source: { tone: 'accent', icon: <IconScale /> },
  settled_for_unit: { tone: 'accent', icon: <IconScale /> },
  withdrawn: { tone: 'calm', icon: <IconHelpCircle /> },
} as const

/** Where a figure from another system stands with the unit it is of. */
export function KnownMark({ status }: { status: Word['status'] | Confirmation['status'] }) {
  const { t } = useTranslation()
  return <Mark {...LOOKS[status]}>{t(`figure.known.${status}`)}</Mark>
}
