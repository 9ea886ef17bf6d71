import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { PageParts } from './PageParts'

/** Both ways units are asked to report: by the calendar, and when something comes up. */
export function ReportingParts() {
  const { t } = useTranslation()
  return (
    <PageParts label={t('request.parts')}>
      <Link to="/reporting-rounds" activeOptions={{ includeSearch: false }}>
        {t('report.rounds')}
      </Link>
      <Link to="/data-requests" activeOptions={{ includeSearch: false }}>
        {t('request.title')}
      </Link>
    </PageParts>
  )
}
