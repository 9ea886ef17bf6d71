import { Button } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

import { personalData } from '@/lib/personalData'

import { Notice } from './Notice'

/** Says that what was just written looks like personal data; it was kept all the same. */
export function PersonalDataNotice() {
  const { t } = useTranslation()
  const found = useSyncExternalStore(personalData.subscribe, personalData.current)
  if (found.length === 0) return null
  return (
    <Notice tone="warn">
      {found.map((kind) => t(`personalData.${kind}`)).join(' ')} {t('personalData.advice')}{' '}
      <Button variant="subtle" size="compact-sm" onClick={personalData.dismiss}>
        {t('personalData.understood')}
      </Button>
    </Notice>
  )
}
