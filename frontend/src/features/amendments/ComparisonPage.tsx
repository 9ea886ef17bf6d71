import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Plan, PlanComparison } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { vietnamDay } from '@/lib/format'

import { comparisonQuery, type Days } from './api'
import { Changes } from './Changes'
import classes from './PlanLife.module.css'

interface ComparisonPageProps {
  plan: Plan
  days: Days
  onChange: (days: Days) => void
}

/** A plan of one day beside the same plan of another. */
export function ComparisonPage({ plan, days, onChange }: ComparisonPageProps) {
  const { t } = useTranslation()
  const query = useQuery(comparisonQuery(plan.id, days))
  const today = vietnamDay(new Date())
  return (
    <div className={classes.page}>
      <BackToLife planId={plan.id} />
      <Card title={t('comparison.title')}>
        <div className={classes.days}>
          <DayInput
            label={t('comparison.from')}
            maxDate={today}
            value={days.from ?? query.data?.from ?? plan.effective_on}
            onChange={(from) => onChange({ from: from ?? undefined })}
          />
          <DayInput
            label={t('comparison.to')}
            maxDate={today}
            value={days.to ?? query.data?.to ?? today}
            onChange={(to) => onChange({ to: to ?? undefined })}
          />
        </div>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={3} />}
          isEmpty={({ changes }) => changes.length === 0}
          empty={<EmptyPanel title={t('comparison.empty.title')} text={t('comparison.empty.text')} />}
        >
          {(comparison) => (
            <>
              <Between comparison={comparison} />
              <Changes changes={comparison.changes} />
            </>
          )}
        </QueryView>
      </Card>
    </div>
  )
}

/** The way back to the plan's life. */
export function BackToLife({ planId }: { planId: string }) {
  const { t } = useTranslation()
  return (
    <Link className={classes.back} to="/plans/$planId/amendments" params={{ planId }}>
      <IconArrowLeft size={16} aria-hidden="true" />
      {t('life.back')}
    </Link>
  )
}

function Between({ comparison: { amendments } }: { comparison: PlanComparison }) {
  const { t } = useTranslation()
  const format = useFormat()
  const named = amendments.map(({ number, effective_on: day }) =>
    t('comparison.amendment', { number, date: format.date(day) }),
  )
  return (
    <p className={classes.between}>
      {named.length > 0 && `${t('comparison.between')} ${named.join('; ')}. `}
      <span className={classes.soft}>{t('comparison.textOnly')}</span>
    </p>
  )
}
