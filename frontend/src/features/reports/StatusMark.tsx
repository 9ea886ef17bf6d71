import { IconAlertTriangle, IconArrowBackUp, IconCircleCheck, IconClock, IconPencil, IconSend, IconZoomExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Report } from '@/api/models'
import { Mark } from '@/components/Mark'

import { isFlawed } from './Flaws'
import classes from './Reports.module.css'

const LOOKS = {
  draft: { tone: 'calm', icon: <IconPencil /> },
  sent: { tone: 'accent', icon: <IconSend /> },
  returned: { tone: 'warn', icon: <IconArrowBackUp /> },
  received: { tone: 'good', icon: <IconCircleCheck /> },
} as const

type Standing = Pick<Report, 'status' | 'wording' | 'overdue' | 'on_time' | 'flaws'>

/** Where a report stands, and whether it is late; a People's Committee is asked, never returned to. */
export function StatusMark({ report }: { report: Standing }) {
  const { t } = useTranslation()
  const { status, wording, overdue, on_time: onTime } = report
  return (
    <div className={classes.state}>
      <Mark {...LOOKS[status]}>
        {status === 'returned' ? t(`report.returned.${wording}`) : t(`report.status.${status}`)}
      </Mark>
      {overdue && (
        <Mark tone="late" icon={<IconAlertTriangle />}>
          {t('report.overdue')}
        </Mark>
      )}
      {onTime === false && (
        <Mark tone="warn" icon={<IconClock />}>
          {t('report.late')}
        </Mark>
      )}
      {isFlawed(report) && (
        <Mark tone="warn" icon={<IconZoomExclamation />}>
          {t('report.flawed', { count: report.flaws })}
        </Mark>
      )}
    </div>
  )
}
