import { Button } from '@mantine/core'
import { IconMessageQuestion } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Unit } from '@/api/models'
import { Notice } from '@/components/Notice'

import { type OfWork, useAsk } from './api'
import { AskForm } from './AskForm'
import { wordingFor } from './ranks'

/** Asks in the words that the rank of the unit wants. */
export function Asking({ unit, of }: { unit: Pick<Unit, 'name' | 'kind'>; of: OfWork }) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  const ask = useAsk()
  const wording = wordingFor(unit)
  if (writing) return <AskForm wording={wording} of={of} ask={ask} onDone={() => setWriting(false)} />
  return (
    <>
      {ask.isSuccess && <Notice tone="good">{t(`clarify.sent.${wording}`, { unit: unit.name })}</Notice>}
      <Button
        variant="default"
        leftSection={<IconMessageQuestion size={18} aria-hidden="true" />}
        onClick={() => setWriting(true)}
      >
        {t(`clarify.wording.${wording}`)}
      </Button>
    </>
  )
}
