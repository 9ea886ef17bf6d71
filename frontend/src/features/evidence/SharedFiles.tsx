import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'

import { sharedQuery, useForgetShared } from './api'
import classes from './Evidence.module.css'

/** What was shared from elsewhere on the phone and may be sent here; nothing when there is none. */
export function SharedFiles({ onSend }: { onSend: (files: readonly File[]) => void }) {
  const { t } = useTranslation()
  const { data: files = [] } = useQuery(sharedQuery())
  const forget = useForgetShared()
  if (files.length === 0) return null
  return (
    <Notice tone="info">
      <p className={classes.shared}>{t('evidence.shared.here', { count: files.length, names: namesOf(files) })}</p>
      <div className={classes.choices}>
        <Button
          onClick={() => {
            onSend(files)
            forget.mutate()
          }}
        >
          {t('evidence.shared.send')}
        </Button>
        <Button variant="default" onClick={() => forget.mutate()}>
          {t('evidence.shared.drop')}
        </Button>
      </div>
    </Notice>
  )
}

export const namesOf = (files: readonly File[]) => files.map(({ name }) => name).join(', ')
