import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import { useClarificationAct } from './api'

/** Takes the answer to a request for enough; asked once whether it is meant, for the other side is told. */
export function Closing({ id }: { id: string }) {
  const { t } = useTranslation()
  const [meant, setMeant] = useState(false)
  const act = useClarificationAct(id)
  if (!meant) {
    return (
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconCheck size={16} aria-hidden="true" />}
        onClick={() => setMeant(true)}
      >
        {t('clarify.accept')}
      </Button>
    )
  }
  return (
    <>
      <ProblemNotice error={act.error} />
      <Button
        size="compact-md"
        loading={act.isPending}
        onClick={() => act.mutate({ act: 'close', said: { text: '', due_on: '' } })}
      >
        {t('clarify.acceptMeant')}
      </Button>
      <Button variant="default" size="compact-md" onClick={() => setMeant(false)}>
        {t('action.cancel')}
      </Button>
    </>
  )
}
