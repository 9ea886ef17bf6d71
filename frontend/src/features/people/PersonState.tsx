import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'

import type { Person } from './api'

export function PersonState({ person: { disabled } }: { person: Person }) {
  const { t } = useTranslation()
  return disabled ? (
    <Mark tone="late" icon={<IconCircleX />}>
      {t('people.state.closed')}
    </Mark>
  ) : (
    <Mark tone="good" icon={<IconCircleCheck />}>
      {t('people.state.open')}
    </Mark>
  )
}
