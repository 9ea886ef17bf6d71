import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { planQuery } from './api'

/** The way from the list of plans to what stands in one of them. */
export function PlanPath({ planId }: { planId: string }) {
  const { t } = useTranslation()
  const { data: plan } = useQuery(planQuery(planId))
  return (
    <nav aria-label={t('nav.path')}>
      <Link to="/plans">{t('plan.list.title')}</Link>
      <span aria-hidden="true"> / </span>
      <Link to="/plans/$planId" params={{ planId }}>
        {plan?.title ?? t('plan.one')}
      </Link>
    </nav>
  )
}
