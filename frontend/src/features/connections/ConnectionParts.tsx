import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { PageParts } from '@/components/PageParts'

/** Other systems: who they are, and where they are told of changes. */
export function ConnectionParts() {
  const { t } = useTranslation()
  return (
    <PageParts label={t('connection.parts')}>
      <Link to="/clients" activeOptions={{ includeSearch: false }}>
        {t('connection.clients')}
      </Link>
      <Link to="/webhooks" activeOptions={{ includeSearch: false }}>
        {t('connection.webhooks')}
      </Link>
      <a href="/api/docs">{t('connection.guides')}</a>
    </PageParts>
  )
}
