import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { type Fact, Facts } from '@/components/Facts'
import { ReportingLines } from '@/components/ReportingLines'
import { PageSkeleton, RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { planQuery, reportingRulesQuery } from './api'
import { byUnit } from './duties'
import classes from './PlanDocument.module.css'

/** What the paper says of itself: facts, legal bases, who has which duty, who reports, who receives it. */
export function PlanDocument({ planId }: { planId: string }) {
  const query = useQuery(planQuery(planId))
  return (
    <QueryView query={query} skeleton={<PageSkeleton />}>
      {(plan) => (
        <div className={classes.columns}>
          <div className={classes.stack}>
            <PlanFacts plan={plan} />
            <Recipients plan={plan} />
          </div>
          <div className={classes.stack}>
            <LegalBases plan={plan} />
            <Duties plan={plan} />
            <Reporting planId={plan.id} />
          </div>
        </div>
      )}
    </QueryView>
  )
}

function PlanFacts({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const date = (value: string | null) => (value ? format.date(value) : t('plan.notPrinted'))
  const facts: Fact[] = [
    { label: t('plan.fact.unit'), value: plan.unit.name },
    { label: t('plan.fact.number'), value: plan.number ?? t('plan.notPrinted') },
    { label: t('plan.fact.issuedOn'), value: date(plan.issued_on) },
    { label: t('plan.fact.effectiveOn'), value: plan.effective_on && format.date(plan.effective_on) },
    { label: t('plan.fact.years'), value: plan.horizon_years.join(', ') },
    { label: t('plan.fact.signer'), value: plan.signer && <Signer signer={plan.signer} /> },
  ]
  return (
    <Card title={t('plan.factsTitle')}>
      <Facts facts={facts} />
    </Card>
  )
}

function Signer({ signer }: { signer: NonNullable<Plan['signer']> }) {
  return (
    <>
      {signer.name}
      <span className={classes.soft}>
        {[signer.on_behalf, signer.title].filter(Boolean).join(' – ')}
      </span>
    </>
  )
}

function Recipients({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <Card title={t('plan.recipients')}>
      {plan.recipients.length === 0 ? (
        <p className={classes.none}>{t('plan.noRecipients')}</p>
      ) : (
        <ul className={classes.plain}>
          {plan.recipients.map((recipient) => (
            <li key={recipient}>{recipient}</li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function LegalBases({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <Card title={t('plan.legalBases')}>
      {plan.legal_bases.length === 0 ? (
        <p className={classes.none}>{t('plan.noLegalBases')}</p>
      ) : (
        <ol className={classes.bases}>
          {plan.legal_bases.map((basis, index) => (
            <LegalBasis key={index} basis={basis} />
          ))}
        </ol>
      )}
    </Card>
  )
}

function LegalBasis({ basis }: { basis: Plan['legal_bases'][number] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const when = basis.issued_on && t('plan.basisDate', { date: format.date(basis.issued_on) })
  const source = [when, basis.issuer].filter(Boolean).join(' · ')
  return (
    <li>
      <strong>{[basis.type, basis.number].filter(Boolean).join(' ')}</strong>
      {basis.title && <> {basis.title}</>}
      {source && <span className={classes.soft}>{source}</span>}
    </li>
  )
}

function Duties({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  return (
    <Card title={t('plan.duties')}>
      {plan.duties.length === 0 ? (
        <p className={classes.none}>{t('plan.noDuties')}</p>
      ) : (
        <dl className={classes.duties}>
          {byUnit(plan.duties).map(({ name, unit, texts }) => (
            <div key={name}>
              <dt>
                {name}
                {unit && unit.name !== name && <span className={classes.soft}>{unit.name}</span>}
              </dt>
              <dd>
                <ul className={classes.plain}>
                  {texts.map((text) => (
                    <li key={text}>{text}</li>
                  ))}
                </ul>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  )
}

function Reporting({ planId }: { planId: string }) {
  const { t } = useTranslation()
  const query = useQuery(reportingRulesQuery(planId))
  return (
    <Card title={t('reporting.title')}>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className={classes.none}>{t('reporting.none')}</p>}
      >
        {({ items }) => (
          <ul className={classes.bases}>
            {items.map((rule) => (
              <li key={rule.id}>
                {rule.subject}
                <ReportingLines rule={rule} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}
