import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { planQuery } from './api'

/** The way from the list of plans to what stands in one of them. */
export function PlanPath({ planId, asOf }: { planId: string; asOf?: string | undefined }) {
  const { t } = useTranslation()
  const { data: plan } = useQuery(planQuery(planId))
  return (
    <nav aria-label={t('nav.path')}>
      <Link to="/plans">{t('plan.list.title')}</Link>
      <span aria-hidden="true"> / </span>
      <Link to="/plans/$planId" params={{ planId }} search={{ as_of: asOf }}>
        {plan?.title ?? t('plan.one')}
      </Link>
    </nav>
  )
}
