import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { TaskStatus } from '@/api/models'
import { Mark } from '@/components/Mark'
import { daysUntil } from '@/lib/format'

/** From this many days before the due day work is “due soon”. */
const SOON = 14

interface DueMarkProps {
  /** A task, or what one unit owes for it. */
  task: {
    /** The day, or its last instant. */
    due_on: string | null
    overdue: boolean
    status: TaskStatus
  }
  /** When it is read; another time than now where the past is. */
  at?: Date | undefined
}

/** Says that work is late, or nearly; nothing while there is time. */
export function DueMark({ task, at }: DueMarkProps) {
  const { t } = useTranslation()
  if (task.due_on === null || task.status === 'completed' || task.status === 'cancelled') return null
  const days = daysUntil(task.due_on, at ?? new Date())
  if (task.overdue) {
    return (
      <Mark tone="late" icon={<IconAlertTriangle />}>
        {t('task.overdue', { count: Math.max(1, -days) })}
      </Mark>
    )
  }
  if (days < 0 || days > SOON) return null
  return (
    <Mark tone="warn" icon={<IconClock />}>
      {days === 0 ? t('task.dueToday') : t('task.dueIn', { count: days })}
    </Mark>
  )
}
