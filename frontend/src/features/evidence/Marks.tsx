import { IconBug, IconCircleCheck, IconClock, IconEye, IconMessageReport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { Mark } from '@/components/Mark'

const LOOKS = {
  none: { tone: 'calm', icon: <IconEye /> },
  verified: { tone: 'good', icon: <IconCircleCheck /> },
  rejected: { tone: 'late', icon: <IconMessageReport /> },
} as const

/** What an officer found of it; first whether it may be opened at all. */
export function EvidenceMark({ evidence: { scan, verdict } }: { evidence: Pick<Evidence, 'scan' | 'verdict'> }) {
  const { t } = useTranslation()
  if (scan === 'infected') {
    return (
      <Mark tone="late" icon={<IconBug />}>
        {t('evidence.scan.infected')}
      </Mark>
    )
  }
  if (scan === 'pending') {
    return (
      <Mark tone="warn" icon={<IconClock />}>
        {t('evidence.scan.pending')}
      </Mark>
    )
  }
  return <Mark {...LOOKS[verdict]}>{t(`evidence.verdict.${verdict}`)}</Mark>
}
