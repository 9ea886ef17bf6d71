import { Button } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

import { openWorkQuery, useClosePlan } from './api'
import classes from './PlanLife.module.css'

/** Ends a plan, after saying what that means. */
export function ClosePlan({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const close = useClosePlan(plan)
  return (
    <Card title={t('closing.title')}>
      <div className={classes.confirm}>
        <p>{t('closing.text')}</p>
        {asked && <Consequences plan={plan} />}
        <ProblemNotice error={close.error} />
        <div className={classes.actions}>
          {asked ? (
            <>
              <DangerButton loading={close.isPending} onClick={() => close.mutate()}>
                {t('closing.really')}
              </DangerButton>
              <Button variant="default" onClick={() => setAsked(false)}>
                {t('action.cancel')}
              </Button>
            </>
          ) : (
            <Button
              variant="default"
              leftSection={<IconLock size={18} aria-hidden="true" />}
              onClick={() => setAsked(true)}
            >
              {t('closing.begin')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}

/** How much work stops where it stands; nothing of it is said while that is not known. */
function Consequences({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data: open } = useQuery(openWorkQuery(plan.id))
  return (
    <Notice tone="warn">
      <p>{t('closing.today', { date: format.date(new Date()) })}</p>
      {open !== undefined && <p>{open === 0 ? t('closing.allDone') : t('closing.open', { count: open })}</p>}
    </Notice>
  )
}
