import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { ChildPlanCall, Plan } from '@/api/models'
import { Card } from '@/components/Card'
import strip from '@/components/CountStrip.module.css'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDecides } from '@/hooks/useDecides'
import { useFormat } from '@/hooks/useFormat'
import { meQuery } from '@/lib/me'

import { callQuery, type ChildPlanFilters, STANDINGS } from './api'
import { CallForm } from './CallForm'
import classes from './ChildPlans.module.css'
import { ChildPlanList } from './ChildPlanList'
import { draftsFor, unitsToRecord } from './own'
import { RecordCard } from './RecordCard'

interface ChildPlansPageProps {
  plan: Plan
  filters: ChildPlanFilters
  onFilter: (change: ChildPlanFilters) => void
}

/** Units' own plans under this one: what is wanted, who has issued one, and where a unit records its own. */
export function ChildPlansPage({ plan, ...list }: ChildPlansPageProps) {
  const query = useQuery(callQuery(plan.id))
  return (
    <div className={classes.page}>
      <QueryView query={query} skeleton={<RowsSkeleton />}>
        {(call) => <ChildPlans plan={plan} call={call} {...list} />}
      </QueryView>
    </div>
  )
}

const sum = (counts: ChildPlanCall['counts']) => STANDINGS.reduce((all, standing) => all + counts[standing], 0)

function ChildPlans({ plan, call, filters, onFilter }: ChildPlansPageProps & { call: ChildPlanCall }) {
  const { data: me } = useQuery(meQuery())
  const own = unitsToRecord(me, plan)
  const inForce = plan.status === 'issued'
  // Whoever looks after their own unit alone sees where it stands on the card.
  const looksAfter = own.length === 0 || sum(call.counts) > own.length
  return (
    <>
      <div className={classes.stack}>
        <CallCard plan={plan} call={call} inForce={inForce} />
        {own.map((unit) => (
          <RecordCard key={unit.id} plan={plan} unit={unit} open={inForce} drafts={draftsFor(me, unit)} />
        ))}
      </div>
      {looksAfter && <ChildPlanList planId={plan.id} call={call} filters={filters} onFilter={onFilter} />}
    </>
  )
}

function CallCard({ plan, call, inForce }: { plan: Plan; call: ChildPlanCall; inForce: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mayCall = useDecides('plan:amend', plan) && inForce
  const words =
    call.due_on === null || call.audience === null
      ? t(mayCall ? 'childPlan.call.none' : 'childPlan.call.noneYet')
      : t('childPlan.call.text', { audience: call.audience.name, date: format.date(call.due_on) })
  return (
    <Card title={t('childPlan.call.title')}>
      <p className={classes.words}>{words}</p>
      {sum(call.counts) > 1 && <Counts counts={call.counts} />}
      {mayCall && <CallForm planId={plan.id} call={call} />}
    </Card>
  )
}

function Counts({ counts }: { counts: ChildPlanCall['counts'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <dl className={strip.strip}>
      {STANDINGS.map((standing) => (
        <div key={standing} data-name={standing} data-some={counts[standing] > 0 || undefined}>
          <dt>{t(`childPlan.status.${standing}`)}</dt>
          <dd>{format.number(counts[standing])}</dd>
        </div>
      ))}
    </dl>
  )
}
