import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { PageParts } from '@/components/PageParts'

/** Both sides of following up: what units raise, and what leaders ask. */
export function Parts() {
  const { t } = useTranslation()
  return (
    <PageParts label={t('followup.parts')}>
      <Link to="/difficulties" activeOptions={{ includeSearch: false }}>
        {t('difficulty.title')}
      </Link>
      <Link to="/clarification-requests" activeOptions={{ includeSearch: false }}>
        {t('clarify.title')}
      </Link>
    </PageParts>
  )
}
