import { Button, Textarea } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { type Judgement, useJudge } from './api'
import classes from './Evidence.module.css'

interface JudgingProps {
  ids: string[]
  /** Whether the reason is being asked for. */
  rejecting: boolean
  onReject: (rejecting: boolean) => void
  onDone: () => void
}

/** Two buttons, and the reason that goes with the second. */
export function Judging({ ids, rejecting, onReject, onDone }: JudgingProps) {
  const { t } = useTranslation()
  const judge = useJudge()
  const [reason, setReason] = useState('')
  const give = (judgement: Omit<Judgement, 'ids'>) => judge.mutate({ ids, ...judgement }, { onSuccess: onDone })
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (reason.trim() !== '') give({ verdict: 'rejected', reason: reason.trim() })
  }
  return (
    <>
      <div className={classes.acts}>
        <Button loading={judge.isPending && !rejecting} onClick={() => give({ verdict: 'verified' })} aria-keyshortcuts="v">
          {t('evidence.verify')}
        </Button>
        <Button variant="default" onClick={() => onReject(!rejecting)} aria-expanded={rejecting} aria-keyshortcuts="r">
          {t('evidence.reject')}
        </Button>
      </div>
      {rejecting && (
        <form className={classes.reason} onSubmit={submit}>
          <Textarea
            label={t('evidence.reason')}
            description={t('evidence.reasonHelp')}
            required
            rows={2}
            maxLength={500}
            ref={(field) => field?.focus()}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => event.key === 'Escape' && onReject(false)}
          />
          <div className={classes.acts}>
            <Button type="submit" loading={judge.isPending}>
              {t('evidence.rejectNow')}
            </Button>
            <Button variant="subtle" onClick={() => onReject(false)}>
              {t('action.cancel')}
            </Button>
          </div>
        </form>
      )}
      <ProblemNotice error={judge.error} />
    </>
  )
}
