import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDecides } from '@/hooks/useDecides'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { planQuery } from './api'
import { PlanDownload } from './PlanDownload'
import classes from './PlanHeading.module.css'
import { PlanStatusMark } from './PlanStatusMark'

interface PlanHeadingProps {
  planId: string
  /** The part of the plan that is open. */
  children: ReactNode
}

/** A plan's name and state above its parts: tasks, targets, the document itself. */
export function PlanHeading({ planId, children }: PlanHeadingProps) {
  const query = useQuery(planQuery(planId))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(plan) => (
        <>
          <Heading plan={plan} />
          <Parts plan={plan} />
          {children}
        </>
      )}
    </QueryView>
  )
}

function Heading({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <PageHeader title={plan.title} over={<Over plan={plan} />} actions={<PlanDownload planId={plan.id} />}>
      <PlanStatusMark status={plan.status} />
      {plan.sample && <SampleMark />}
      <span>{plan.number ? t('plan.number', { number: plan.number }) : t('plan.noNumber')}</span>
      {plan.issued_on && <span>{t('plan.issuedOn', { date: format.date(plan.issued_on) })}</span>}
      {plan.effective_on && (
        <span>{t('plan.effectiveOn', { date: format.date(plan.effective_on) })}</span>
      )}
    </PageHeader>
  )
}

function Over({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('nav.path')}>
      <Link to="/plans">{t('plan.list.title')}</Link>
      <span aria-hidden="true"> / </span>
      <span>{plan.unit.name}</span>
    </nav>
  )
}

/** Units issue their own plans under one that was issued and stands under none itself. */
const carriedOutBelow = ({ status, source, parent_plan_id }: Plan) =>
  status !== 'draft' && source === null && parent_plan_id === null

function Parts({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const mayWrite = useMay('plan:write')
  const mayIssue = useDecides('plan:issue', plan)
  const mayRemind = useMay('reminder:write')
  const params = { planId: plan.id }
  return (
    <nav className={classes.parts} aria-label={t('plan.partsLabel')}>
      <Link to="/plans/$planId" params={params} activeOptions={{ exact: true, includeSearch: false }}>
        {t('plan.part.tasks')} <span className={classes.count}>{plan.task_count}</span>
      </Link>
      <Link to="/plans/$planId/targets" params={params} activeOptions={{ includeSearch: false }}>
        {t('plan.part.targets')} <span className={classes.count}>{plan.target_count}</span>
      </Link>
      {mayWrite && plan.status === 'draft' && (
        <Link to="/plans/$planId/edit" params={params}>
          {t('plan.part.edit')}
        </Link>
      )}
      {(mayWrite || mayIssue) && (
        <Link to="/plans/$planId/engagements" params={params} activeOptions={{ includeSearch: false }}>
          {t('plan.part.engagements')}
        </Link>
      )}
      {carriedOutBelow(plan) && (
        <Link to="/plans/$planId/child-plans" params={params} activeOptions={{ includeSearch: false }}>
          {t('plan.part.childPlans')}
        </Link>
      )}
      <Link to="/plans/$planId/document" params={params}>
        {t('plan.part.document')}
      </Link>
      {mayRemind && plan.status !== 'closed' && (
        <Link to="/plans/$planId/reminders" params={params}>
          {t('plan.part.reminders')}
        </Link>
      )}
    </nav>
  )
}
