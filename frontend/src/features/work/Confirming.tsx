import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { type Change, useChangeWork } from './api'

interface ConfirmingProps {
  work: { id: string; version: number }
  /** Told how it is taken back. */
  onDone: (back: Change) => void
}

/** Signs off what a unit handed in, by one press. */
export function Confirming({ work, onDone }: ConfirmingProps) {
  const { t } = useTranslation()
  const change = useChangeWork()
  return (
    <>
      <ProblemNotice error={change.error} />
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconCheck size={16} aria-hidden="true" />}
        loading={change.isPending}
        onClick={() =>
          change.mutate(
            { ...work, patch: { status: 'completed' } },
            {
              onSuccess: (answer) => {
                if (answer) onDone({ id: work.id, version: answer.version, patch: { status: 'awaiting_confirmation' } })
              },
            },
          )
        }
      >
        {t('work.confirm.do')}
      </Button>
    </>
  )
}
