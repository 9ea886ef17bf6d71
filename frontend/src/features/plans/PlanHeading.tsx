import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import { PageHeader } from '@/components/PageHeader'
import { PastBanner } from '@/components/PastBanner'
import { SampleMark } from '@/components/SampleMark'
import { PageSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDecides } from '@/hooks/useDecides'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { vietnamDay } from '@/lib/format'

import { planQuery } from './api'
import { PlanDownload } from './PlanDownload'
import classes from './PlanHeading.module.css'
import { PlanStatusMark } from './PlanStatusMark'

interface PlanHeadingProps {
  planId: string
  /** The day the plan is read as of; as it is now when absent. */
  asOf: string | undefined
  onAsOf: (day: string | undefined) => void
  /** The part of the plan that is open. */
  children: ReactNode
}

/** A plan's name and state above its parts: tasks, targets, the document itself. */
export function PlanHeading({ planId, asOf, onAsOf, children }: PlanHeadingProps) {
  const query = useQuery(planQuery(planId))
  const { data: then } = useQuery(planQuery(planId, asOf))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(plan) => (
        <>
          {asOf !== undefined && <Past plan={plan} asOf={asOf} onAsOf={onAsOf} />}
          <Heading plan={then ?? plan} asOf={asOf} onAsOf={onAsOf} />
          <Parts plan={then ?? plan} now={plan} asOf={asOf} />
          {children}
        </>
      )}
    </QueryView>
  )
}

type Read = Pick<PlanHeadingProps, 'asOf' | 'onAsOf'> & { plan: Plan }

/** That what follows is no longer so, or was not yet. */
function Past({ plan, asOf, onAsOf }: Read & { asOf: string }) {
  const { t } = useTranslation()
  const { effective_on: first } = plan
  return (
    <PastBanner day={asOf} first={first !== null && asOf < first ? first : undefined}>
      <button type="button" className={classes.back} onClick={() => onAsOf(undefined)}>
        {t('past.back')}
      </button>
    </PastBanner>
  )
}

function Heading({ plan, asOf, onAsOf }: Read) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <PageHeader
      title={plan.title}
      over={<Over plan={plan} />}
      actions={
        <div className={classes.actions}>
          {plan.status !== 'draft' && (
            <DayInput
              className={classes.day}
              aria-label={t('past.label')}
              placeholder={t('past.placeholder')}
              maxDate={vietnamDay(new Date())}
              value={asOf ?? null}
              onChange={(day) => onAsOf(day ?? undefined)}
            />
          )}
          <PlanDownload planId={plan.id} asOf={asOf} />
        </div>
      }
    >
      <PlanStatusMark status={plan.status} />
      {plan.sample && <SampleMark />}
      <span>{plan.number ? t('plan.number', { number: plan.number }) : t('plan.noNumber')}</span>
      {plan.issued_on && <span>{t('plan.issuedOn', { date: format.date(plan.issued_on) })}</span>}
      {plan.effective_on && (
        <span>{t('plan.effectiveOn', { date: format.date(plan.effective_on) })}</span>
      )}
      {plan.closed_on && <span>{t('plan.closedOn', { date: format.date(plan.closed_on) })}</span>}
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

interface PartsProps {
  plan: Plan
  /** The plan as it is now, whatever day is read. */
  now: Plan
  asOf: string | undefined
}

function Parts({ plan, now, asOf }: PartsProps) {
  const { t } = useTranslation()
  const mayWrite = useMay('plan:write')
  const mayIssue = useDecides('plan:issue', plan)
  const mayRemind = useMay('reminder:write')
  const params = { planId: plan.id }
  const search = { as_of: asOf }
  return (
    <nav className={classes.parts} aria-label={t('plan.partsLabel')}>
      <Link to="/plans/$planId" params={params} search={search} activeOptions={{ exact: true, includeSearch: false }}>
        {t('plan.part.tasks')} <span className={classes.count}>{plan.task_count}</span>
      </Link>
      <Link to="/plans/$planId/targets" params={params} search={search} activeOptions={{ includeSearch: false }}>
        {t('plan.part.targets')} <span className={classes.count}>{plan.target_count}</span>
      </Link>
      {now.status !== 'draft' && (
        <Link to="/plans/$planId/amendments" params={params} activeOptions={{ includeSearch: false }}>
          {t('plan.part.life')}
        </Link>
      )}
      {mayWrite && now.status === 'draft' && (
        <Link to="/plans/$planId/edit" params={params}>
          {t('plan.part.edit')}
        </Link>
      )}
      {(mayWrite || mayIssue) && (
        <Link to="/plans/$planId/engagements" params={params} activeOptions={{ includeSearch: false }}>
          {t('plan.part.engagements')}
        </Link>
      )}
      {carriedOutBelow(now) && (
        <Link to="/plans/$planId/child-plans" params={params} activeOptions={{ includeSearch: false }}>
          {t('plan.part.childPlans')}
        </Link>
      )}
      <Link to="/plans/$planId/document" params={params} search={search} activeOptions={{ includeSearch: false }}>
        {t('plan.part.document')}
      </Link>
      {mayRemind && now.status !== 'closed' && (
        <Link to="/plans/$planId/reminders" params={params}>
          {t('plan.part.reminders')}
        </Link>
      )}
    </nav>
  )
}
