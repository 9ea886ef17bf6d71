import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { isOver, useJob } from '@/hooks/useJob'

import { type HandedOut, madeBy } from './api'
import classes from './OutsidePage.module.css'

interface HandingOutProps {
  made: HandedOut
  onAgain: () => void
}

/** How the work reaches the units, how many have it, and where it is followed from then on. */
export function HandingOut({ made, onAgain }: HandingOutProps) {
  const { t } = useTranslation()
  return (
    <Card title={t('outside.sent')}>
      <div className={classes.done}>
        <Outcome jobId={made.job} />
        <ul className={classes.links}>
          {made.tasks.map(({ id, name }) => (
            <li key={id}>
              <Link to="/tasks/$taskId" params={{ taskId: id }}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
        <div className={classes.acts}>
          <LinkButton to="/assignments" search={{ plan: made.plan_id }}>
            {t('outside.follow')}
          </LinkButton>
          <Button variant="default" onClick={onAgain}>
            {t('outside.again')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

function Outcome({ jobId }: { jobId: string | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: job, isError } = useJob(jobId)
  if (isError) return <Notice tone="warn">{t('outside.unread')}</Notice>
  if (job === undefined || !isOver(job)) {
    return (
      <div role="status">
        <progress className={classes.bar} aria-label={t('issue.handingOut')} />
        <p className={classes.soft}>{t('issue.handingOut')}</p>
      </div>
    )
  }
  if (job.status !== 'succeeded') return <Notice tone="problem">{t('outside.failed')}</Notice>
  const { created, units } = madeBy(job)
  if (created === 0) return <Notice tone="warn">{t('outside.nobody')}</Notice>
  return (
    <Notice tone="good">
      {t('outside.received', { count: units, units: format.number(units), created: format.number(created) })}
    </Notice>
  )
}
