import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { type ManyReports, type Narrowed, useReceiveMany, type Waiting } from './api'
import classes from './Reports.module.css'

interface ReceivingProps {
  which: ManyReports
  /** How many of them wait for the reader; what was received is still said when none do any more. */
  waiting: Waiting
  /** Whose reports these are, where it stands beside their name already. */
  beside?: string | undefined
  onDone?: () => void
}

/** Receives many in one act, those chosen or all that lack nothing; leads to the others, which are read one by one. */
export function Receiving({ which, waiting, beside, onDone }: ReceivingProps) {
  const { t } = useTranslation()
  const receive = useReceiveMany()
  const { clean: count, flawed } = waiting
  const words = 'ids' in which ? t('report.receiveChosen', { count }) : t('report.receiveClean', { count })
  return (
    <>
      <ProblemNotice error={receive.error} />
      {receive.data && <Notice tone="good">{t('report.received', { count: receive.data.received })}</Notice>}
      {count > 0 && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconChecks size={16} aria-hidden="true" />}
          loading={receive.isPending}
          aria-label={beside && `${words}: ${beside}`}
          onClick={() => receive.mutate(which, { onSuccess: () => onDone?.() })}
        >
          {beside ? t('report.receiveMany', { count }) : words}
        </Button>
      )}
      {!('ids' in which) && flawed > 0 && <Flawed of={which} count={flawed} none={count === 0} beside={beside} />}
    </>
  )
}

interface FlawedProps {
  of: Narrowed
  count: number
  /** Whether nothing but these waits. */
  none: boolean
  beside: string | undefined
}

/** What cannot be received unread: how many, and where they are read. */
function Flawed({ of: { round, under, group, q }, count, none, beside }: FlawedProps) {
  const { t } = useTranslation()
  const words = t('report.lookAt', { count })
  return (
    <p className={classes.soft}>
      {none && beside === undefined && `${t('report.noneClean')} `}
      <Link
        to="/reporting-rounds/$roundId"
        params={{ roundId: round }}
        search={{ under: under ?? group, q, flawed: true }}
        aria-label={beside && `${words}: ${beside}`}
      >
        {beside ? t('report.lookAtMany', { count }) : words}
      </Link>
    </p>
  )
}
