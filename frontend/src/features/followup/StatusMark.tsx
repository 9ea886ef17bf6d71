import { IconCircleCheck, IconMessage, IconMessageQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Clarification, Difficulty } from '@/api/models'
import { Mark } from '@/components/Mark'

const LOOKS = {
  open: { tone: 'warn', icon: <IconMessageQuestion /> },
  answered: { tone: 'accent', icon: <IconMessage /> },
  resolved: { tone: 'good', icon: <IconCircleCheck /> },
  closed: { tone: 'good', icon: <IconCircleCheck /> },
} as const

/** Where a difficulty, or a request to clarify, stands. */
export function StatusMark({ status }: { status: Difficulty['status'] | Clarification['status'] }) {
  const { t } = useTranslation()
  return <Mark {...LOOKS[status]}>{t(`followup.status.${status}`)}</Mark>
}
