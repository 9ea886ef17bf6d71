import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { useChangeMany } from './api'
import classes from './Quick.module.css'

interface ConfirmingManyProps {
  /** The unit that, with all below it, is meant. */
  under: string
  count: number
  /** Told how many were signed off, and the batch that is taken back. */
  onDone: (count: number, batch: string | null) => void
}

/** Signs off all that units under one handed in, after asking once. */
export function ConfirmingMany({ under, count, onDone }: ConfirmingManyProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const change = useChangeMany()
  if (!asking) {
    return (
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconChecks size={16} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t('work.confirm.many', { count })}
      </Button>
    )
  }
  async function confirm() {
    const scope = { filters: { under, status: 'awaiting_confirmation' as const } }
    // Not as a callback: once none wait any more the page takes this away, and its callbacks with it.
    const done = await change.mutateAsync({ scope, status: 'completed', dryRun: false }).catch(() => null)
    if (done) onDone(done.updated, done.batch)
  }
  return (
    <Notice tone="info">
      <p>{t('work.confirm.sure', { count })}</p>
      <ProblemNotice error={change.error} />
      <div className={classes.acts}>
        <Button size="compact-md" loading={change.isPending} onClick={() => void confirm()}>
          {t('work.confirm.doMany')}
        </Button>
        <Button size="compact-md" variant="default" onClick={() => setAsking(false)}>
          {t('action.cancel')}
        </Button>
      </div>
    </Notice>
  )
}
