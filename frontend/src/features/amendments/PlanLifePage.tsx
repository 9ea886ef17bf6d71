import { IconArrowsDiff, IconPencilPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useDecides } from '@/hooks/useDecides'

import { amendmentsQuery } from './api'
import { ClosePlan } from './ClosePlan'
import classes from './PlanLife.module.css'
import { Timeline } from './Timeline'

/** What became of a plan since it was issued: its amendments, and its end. */
export function PlanLifePage({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const mayIssue = useDecides('plan:issue', plan)
  const query = useQuery(amendmentsQuery(plan.id))
  if (plan.status === 'draft') return <EmptyPanel title={t('life.draft.title')} text={t('life.draft.text')} />
  return (
    <div className={classes.page}>
      <Ways plan={plan} />
      <Card title={t('life.title')}>
        <QueryView query={query} skeleton={<RowsSkeleton rows={3} />}>
          {(amendments) => (
            <>
              <Timeline plan={plan} amendments={amendments} />
              {amendments.length === 0 && <p className={classes.none}>{t('life.none')}</p>}
            </>
          )}
        </QueryView>
      </Card>
      {mayIssue && plan.status === 'issued' && <ClosePlan plan={plan} />}
    </div>
  )
}

/** What can be done about the life of a plan. */
function Ways({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const mayAmend = useDecides('plan:amend', plan)
  const params = { planId: plan.id }
  return (
    <div className={classes.ways}>
      {mayAmend && plan.status === 'issued' && (
        <LinkButton
          to="/plans/$planId/amendments/new"
          params={params}
          leftSection={<IconPencilPlus size={18} aria-hidden="true" />}
        >
          {t('life.begin')}
        </LinkButton>
      )}
      <LinkButton
        to="/plans/$planId/amendments/comparison"
        params={params}
        variant="default"
        leftSection={<IconArrowsDiff size={18} aria-hidden="true" />}
      >
        {t('life.compare')}
      </LinkButton>
    </div>
  )
}
