import { IconAlertTriangle, IconCircleCheck, IconClockExclamation, IconHourglass } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Mark, type Tone } from '@/components/Mark'

import type { Standing } from './api'

const LOOKS: Record<Standing, { tone: Tone; Icon: typeof IconCircleCheck }> = {
  on_time: { tone: 'good', Icon: IconCircleCheck },
  late: { tone: 'warn', Icon: IconClockExclamation },
  pending: { tone: 'calm', Icon: IconHourglass },
  missing: { tone: 'late', Icon: IconAlertTriangle },
}

export function StandingMark({ status }: { status: Standing }) {
  const { t } = useTranslation()
  const { tone, Icon } = LOOKS[status]
  return (
    <Mark tone={tone} icon={<Icon />}>
      {t(`childPlan.status.${status}`)}
    </Mark>
  )
}
