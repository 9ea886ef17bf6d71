import { Button, Textarea } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'

import type { useCorrect } from './api'
import classes from './Reports.module.css'

interface ReasonFormProps {
  act: ReturnType<typeof useCorrect>
  onDone: () => void
}

/** Why a received report is opened again. */
export function ReasonForm({ act, onDone }: ReasonFormProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (reason.trim()) act.mutate(reason.trim(), { onSuccess: onDone })
  }
  return (
    <Card title={t('report.correct')}>
      <form className={classes.stack} onSubmit={submit}>
        <p className={classes.soft}>{t('report.correctHint')}</p>
        <Textarea
          label={t('report.reason')}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={act.error} />
        <div className={classes.acts}>
          <Button type="submit" loading={act.isPending} disabled={!reason.trim()}>
            {t('report.correct')}
          </Button>
          <Button variant="default" onClick={onDone}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
