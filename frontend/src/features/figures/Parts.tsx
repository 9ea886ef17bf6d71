import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { PageParts } from '@/components/PageParts'

/** The two parts: a unit’s figures, and what units say of figures from elsewhere. */
export function Parts() {
  const { t } = useTranslation()
  return (
    <PageParts label={t('figure.parts')}>
      <Link to="/figures" activeOptions={{ exact: true, includeSearch: false }}>
        {t('figure.title')}
      </Link>
      <Link to="/figures/disputes" activeOptions={{ includeSearch: false }}>
        {t('figure.disputes.title')}
      </Link>
    </PageParts>
  )
}
