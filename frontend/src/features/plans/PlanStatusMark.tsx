import { IconCircleCheck, IconLock, IconPencil } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Mark, type Tone } from '@/components/Mark'

import type { PlanStatus } from './api'

const LOOKS: Record<PlanStatus, { tone: Tone; Icon: typeof IconLock }> = {
  draft: { tone: 'warn', Icon: IconPencil },
  issued: { tone: 'accent', Icon: IconCircleCheck },
  closed: { tone: 'calm', Icon: IconLock },
}

export function PlanStatusMark({ status }: { status: PlanStatus }) {
  const { t } = useTranslation()
  const { tone, Icon } = LOOKS[status]
  return (
    <Mark tone={tone} icon={<Icon />}>
      {t(`plan.status.${status}`)}
    </Mark>
  )
}
