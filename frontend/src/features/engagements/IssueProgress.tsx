import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { isOver, useJob } from '@/hooks/useJob'

import classes from './Engagements.module.css'

/** How far the work of a plan just issued is handed out, and then what came of it. */
export function IssueProgress({ jobId }: { jobId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: job, isError } = useJob(jobId)
  const { done, total } = job?.progress ?? { done: 0, total: null }
  if (isError) return <Notice tone="warn">{t('issue.jobUnread')}</Notice>
  if (job === undefined || !isOver(job)) {
    return (
      <Card title={t('issue.handingOut')}>
        <progress className={classes.bar} aria-label={t('issue.handingOut')} max={total ?? undefined} value={total === null ? undefined : done} />
        <p className={classes.soft} role="status">
          {total === null
            ? t('issue.starting')
            : t('issue.progress', { done: format.number(done), total: format.number(total) })}
        </p>
      </Card>
    )
  }
  if (job.status !== 'succeeded') return <Notice tone="problem">{t('issue.jobFailed')}</Notice>
  const created = Number(job.result?.created ?? 0)
  return (
    <div className={classes.done} role="status">
      <IconCircleCheck size={24} aria-hidden="true" />
      <div>
        <p className={classes.title}>{t('issue.done')}</p>
        <p>{t('issue.made', { count: created, made: format.number(created) })}</p>
      </div>
    </div>
  )
}
