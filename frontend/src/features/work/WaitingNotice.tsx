import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'

import classes from './AssignmentPage.module.css'
import { dropWaiting, type Waiting } from './outbox'

interface WaitingNoticeProps {
  waiting: Waiting
  /** Puts what was kept back into the form. */
  onReview: () => void
}

/** What was entered without a line: it waits, or was answered in a way that a person has to look at. */
export function WaitingNotice({ waiting, onReview }: WaitingNoticeProps) {
  const { t } = useTranslation()
  if (!waiting.refused) return <Notice tone="info">{t('work.waiting.text')}</Notice>
  function review() {
    onReview()
    dropWaiting(waiting.id)
  }
  return (
    <Notice tone="warn">
      <p>{t('work.waiting.refused')}</p>
      <div className={classes.actions}>
        <Button size="compact-sm" variant="default" onClick={review}>
          {t('work.waiting.review')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => dropWaiting(waiting.id)}>
          {t('work.waiting.drop')}
        </Button>
      </div>
    </Notice>
  )
}
