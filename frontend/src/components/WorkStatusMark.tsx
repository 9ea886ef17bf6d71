import {
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconHourglass,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { TaskStatus } from '@/api/models'
import { Mark, type Tone } from '@/components/Mark'

const LOOKS: Record<TaskStatus, { tone: Tone; Icon: typeof IconCircle }> = {
  not_started: { tone: 'calm', Icon: IconCircle },
  in_progress: { tone: 'accent', Icon: IconCircleDashed },
  awaiting_confirmation: { tone: 'warn', Icon: IconHourglass },
  completed: { tone: 'good', Icon: IconCircleCheck },
  cancelled: { tone: 'calm', Icon: IconCircleX },
}

export function WorkStatusMark({ status }: { status: TaskStatus }) {
  const { t } = useTranslation()
  const { tone, Icon } = LOOKS[status]
  return (
    <Mark tone={tone} icon={<Icon />}>
      {t(`task.status.${status}`)}
    </Mark>
  )
}
