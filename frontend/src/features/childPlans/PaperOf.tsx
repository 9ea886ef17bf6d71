import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { ChildPlan } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'

/** Number, date and signer of the plan a unit issued, which lead to the plan. */
export function PaperOf({ child }: { child: ChildPlan }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (child.plan === null) return t('childPlan.noPaper')
  return (
    <>
      <Link to="/plans/$planId/document" params={{ planId: child.plan.id }}>
        {t('childPlan.paper', { number: child.number ?? t('plan.noNumber') })}
      </Link>
      {child.issued_on && <span>{t('childPlan.issuedOn', { date: format.date(child.issued_on) })}</span>}
      {child.signer && <span>{t('childPlan.signedBy', child.signer)}</span>}
      <span>{t('childPlan.documents', { count: child.documents })}</span>
    </>
  )
}
