import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { DataRequest } from '@/api/models'
import { Mark } from '@/components/Mark'

const LOOKS = {
  open: { tone: 'accent', icon: <IconCircleDashed /> },
  closed: { tone: 'calm', icon: <IconCircleCheck /> },
} as const

/** Whether answers are taken. */
export function StatusMark({ status }: { status: DataRequest['status'] }) {
  const { t } = useTranslation()
  return <Mark {...LOOKS[status]}>{t(`request.status.${status}`)}</Mark>
}
