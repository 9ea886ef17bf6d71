import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import { useProblemText } from '@/hooks/useProblemText'

import classes from './Notice.module.css'

type NoticeTone = 'good' | 'info' | 'warn' | 'problem'

const ICONS = {
  good: IconCircleCheck,
  info: IconInfoCircle,
  warn: IconAlertTriangle,
  problem: IconAlertTriangle,
} satisfies Record<NoticeTone, typeof IconInfoCircle>

interface NoticeProps {
  tone: NoticeTone
  children: ReactNode
}

/** A sentence that stands out: what was done, what to mind, what went wrong. */
export function Notice({ tone, children }: NoticeProps) {
  const Icon = ICONS[tone]
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'problem' ? 'alert' : 'status'}>
      <Icon size={18} aria-hidden="true" />
      <div>{children}</div>
    </div>
  )
}

/** Why the last attempt failed; nothing when it did not. */
export function ProblemNotice({ error }: { error: Error | null }) {
  const text = useProblemText()
  return error && <Notice tone="problem">{text(error)}</Notice>
}
