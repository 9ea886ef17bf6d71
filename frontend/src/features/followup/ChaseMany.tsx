import { Button } from '@mantine/core'
import { IconPhoneOutgoing } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

import { type Over, useChase } from './api'
import { ChaseForm } from './ChaseForm'

/** Records that units were chased over many pieces of work at once; what is done already is left out. */
export function ChaseMany({ over }: { over: Over }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [writing, setWriting] = useState(false)
  const chase = useChase()
  if (writing) return <ChaseForm id="many" over={over} chase={chase} onDone={() => setWriting(false)} />
  return (
    <>
      <div>
        <Button
          variant="default"
          leftSection={<IconPhoneOutgoing size={18} aria-hidden="true" />}
          onClick={() => {
            chase.reset()
            setWriting(true)
          }}
        >
          {t('chase.record')}
        </Button>
      </div>
      {chase.data && (
        <Notice tone={chase.data.recorded > 0 ? 'good' : 'info'}>
          {t('chase.recorded', {
            count: chase.data.recorded,
            recorded: format.number(chase.data.recorded),
            units: format.number(chase.data.units),
          })}
        </Notice>
      )}
    </>
  )
}
