import { Button } from '@mantine/core'
import { IconChecks } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { type ManyReports, useReceiveMany } from './api'

interface ReceivingProps {
  which: ManyReports
  /** Whether any wait; what was received is still said when none do any more. */
  waiting: boolean
  /** Whose reports these are, where it stands beside their name already. */
  beside?: string | undefined
  onDone?: () => void
}

/** Receives many in one act, those chosen or all that lack nothing, without waiting for the last. */
export function Receiving({ which, waiting, beside, onDone }: ReceivingProps) {
  const { t } = useTranslation()
  const receive = useReceiveMany()
  const words = 'ids' in which ? t('report.receiveChosen', { count: which.ids.length }) : t('report.receiveClean')
  return (
    <>
      <ProblemNotice error={receive.error} />
      {receive.data && <Notice tone="good">{t('report.received', { count: receive.data.received })}</Notice>}
      {waiting && (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconChecks size={16} aria-hidden="true" />}
          loading={receive.isPending}
          aria-label={beside && `${words}: ${beside}`}
          onClick={() => receive.mutate(which, { onSuccess: () => onDone?.() })}
        >
          {beside ? t('report.receive') : words}
        </Button>
      )}
    </>
  )
}
