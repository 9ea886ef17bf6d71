import { IconCircleCheck, IconLock, IconPencil } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Amendment, LegalBasis, Plan } from '@/api/models'
import { type Fact, Facts } from '@/components/Facts'
import { useFormat } from '@/hooks/useFormat'
import { dayBefore } from '@/lib/format'

import { Changes } from './Changes'
import classes from './PlanLife.module.css'

interface TimelineProps {
  plan: Plan
  amendments: readonly Amendment[]
}

/** The days on which a plan became what it is, the first first. */
export function Timeline({ plan, amendments }: TimelineProps) {
  const { t } = useTranslation()
  return (
    <ol className={classes.timeline}>
      <Event icon={<IconCircleCheck />} day={plan.effective_on} title={t('life.issued')}>
        <Issued plan={plan} />
      </Event>
      {amendments.map((amendment) => (
        <Event
          key={amendment.id}
          icon={<IconPencil />}
          day={amendment.effective_on}
          title={t('life.amendment', { number: amendment.number })}
        >
          <AmendmentEntry plan={plan} amendment={amendment} />
        </Event>
      ))}
      {plan.status === 'closed' && (
        <Event icon={<IconLock />} day={plan.closed_on} title={t('life.closed')}>
          <p className={classes.soft}>{t('life.closedText')}</p>
        </Event>
      )}
    </ol>
  )
}

interface EventProps {
  icon: ReactNode
  day: string | null
  title: string
  children: ReactNode
}

function Event({ icon, day, title, children }: EventProps) {
  const format = useFormat()
  return (
    <li className={classes.event}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.words}>
        <p className={classes.when}>{day && format.date(day)}</p>
        <h3 className={classes.what}>{title}</h3>
        {children}
      </div>
    </li>
  )
}

function Issued({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = [
    plan.number ? t('plan.number', { number: plan.number }) : t('plan.noNumber'),
    plan.issued_on && t('plan.issuedOn', { date: format.date(plan.issued_on) }),
    plan.effective_on && t('plan.effectiveOn', { date: format.date(plan.effective_on) }),
    plan.signer && t('life.signedBy', { name: plan.signer.name, title: plan.signer.title }),
  ]
  return <p className={classes.soft}>{words.filter(Boolean).join(' · ')}</p>
}

const basisWords = ({ type, number, title, issuer }: LegalBasis) =>
  [[type, number].filter(Boolean).join(' '), issuer, title].filter(Boolean).join(', ')

function AmendmentEntry({ plan, amendment }: { plan: Plan; amendment: Amendment }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { document_number: number, issued_on: issued, signer, legal_bases: bases, changes } = amendment
  const paper = [number && t('plan.number', { number }), issued && t('plan.basisDate', { date: format.date(issued) })]
  const facts: Fact[] = [
    { label: t('life.reason'), value: amendment.reason },
    { label: t('plan.legalBases'), value: bases.map(basisWords).join('; ') },
    { label: t('life.document'), value: paper.filter(Boolean).join(' · ') },
    { label: t('plan.fact.signer'), value: signer && `${signer.name}, ${signer.title}` },
  ]
  return (
    <>
      <Facts facts={facts} />
      <details className={classes.changes} open={changes.length <= AT_ONCE}>
        <summary>
          {t('life.changes')} <Tally amendment={amendment} />
        </summary>
        <Changes changes={changes} />
      </details>
      <Readings plan={plan} amendment={amendment} />
    </>
  )
}

/** More changes than this unfold only when asked for. */
const AT_ONCE = 6

function Tally({ amendment }: { amendment: Amendment }) {
  const { t } = useTranslation()
  const kinds = ['added', 'changed', 'cancelled'] as const
  const words = kinds.flatMap((kind) => {
    const count = amendment.changes.filter(({ change }) => change === kind).length
    return count === 0 ? [] : [t(`life.count.${kind}`, { count })]
  })
  return <span className={classes.soft}>({words.join(', ')})</span>
}

/** The plan as it was the day before, as it was from that day on, and the two held against each other. */
function Readings({ plan, amendment }: { plan: Plan; amendment: Amendment }) {
  const { t } = useTranslation()
  const params = { planId: plan.id }
  const { effective_on: day } = amendment
  const before = dayBefore(day)
  const was = plan.effective_on !== null && before >= plan.effective_on
  return (
    <p className={classes.readings}>
      {was && (
        <Link to="/plans/$planId" params={params} search={{ as_of: before }}>
          {t('life.before')}
        </Link>
      )}
      <Link to="/plans/$planId" params={params} search={{ as_of: day }}>
        {t('life.after')}
      </Link>
      {was && (
        <Link to="/plans/$planId/amendments/comparison" params={params} search={{ from: before, to: day }}>
          {t('life.beforeAndAfter')}
        </Link>
      )}
    </p>
  )
}
