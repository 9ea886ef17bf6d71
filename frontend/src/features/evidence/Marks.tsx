import { IconBug, IconCalendarDue, IconCircleCheck, IconClock, IconEye, IconMessageReport } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { Mark } from '@/components/Mark'
import { useFormat } from '@/hooks/useFormat'

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

const AHEAD = 30 * 24 * 3600_000

/** Calm, within a month, over; a day ends with the day in Việt Nam. */
function nearness(day: string) {
  const left = Date.parse(`${day}T23:59:59+07:00`) - Date.now()
  if (left < 0) return { word: 'past', tone: 'late' } as const
  return left < AHEAD ? ({ word: 'soon', tone: 'warn' } as const) : ({ word: 'until', tone: 'calm' } as const)
}

/** Until when it holds, where it ends. */
export function ExpiryMark({ evidence: { expires_on: day } }: { evidence: Pick<Evidence, 'expires_on'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (day === null) return null
  const { word, tone } = nearness(day)
  return (
    <Mark tone={tone} icon={<IconCalendarDue />}>
      {t(`evidence.expires.${word}`, { day: format.date(day) })}
    </Mark>
  )
}
