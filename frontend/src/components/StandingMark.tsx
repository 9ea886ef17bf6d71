import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClockX, IconTrendingUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Standing } from '@/api/models'

import { Mark, type Tone } from './Mark'

const LOOKS: Record<Standing, { tone: Tone; Icon: typeof IconCircleCheck }> = {
  met: { tone: 'good', Icon: IconCircleCheck },
  on_track: { tone: 'accent', Icon: IconTrendingUp },
  at_risk: { tone: 'warn', Icon: IconAlertTriangle },
  behind: { tone: 'late', Icon: IconClockX },
  no_data: { tone: 'calm', Icon: IconCircleDashed },
}

/** Where a target stands, in a word. */
export function StandingMark({ standing }: { standing: Standing }) {
  const { t } = useTranslation()
  const { tone, Icon } = LOOKS[standing]
  return (
    <Mark tone={tone} icon={<Icon />}>
      {t(`target.standing.${standing}`)}
    </Mark>
  )
}
