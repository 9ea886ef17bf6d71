import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard, Ref } from '@/api/models'
import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { UnitName } from '@/components/UnitName'
import { useMay } from '@/hooks/useMay'
import { useFormat } from '@/hooks/useFormat'

import type { Acts } from './acts'
import classes from './Dashboard.module.css'

const nameOf = (unit: Ref) => unit.code ?? unit.id

/** What waits for somebody of the unit today; each leads to where it is decided, or is done on the spot. */
export function Decide({ page, acts }: { page: Dashboard; acts: Acts }) {
  const { t } = useTranslation()
  const format = useFormat()
  const judges = useMay('evidence:verify')
  const issues = useMay('plan:issue')
  const { decide } = page.work
  const waiting = [
    ...decide.difficulties.items.map((each) => (
      <Line key={each.id} what={t('dashboard.decide.difficulty')} unit={each.unit}>
        <Link to="/difficulties" search={{ open: each.id }}>
          {each.title}
        </Link>
      </Line>
    )),
    ...decide.clarifications.items.map((each) => (
      <Line key={each.id} what={t('dashboard.decide.toAnswer')} unit={each.unit} due={each.due_on} late={each.overdue}>
        <Link to="/clarification-requests" search={{ open: each.id }}>
          {each.title}
        </Link>
      </Line>
    )),
    ...decide.clarifications.answered.map((each) => (
      <Line key={each.id} what={t('dashboard.decide.toClose')} unit={each.unit} act={acts.answered?.(each)}>
        <Link to="/clarification-requests" search={{ open: each.id }}>
          {each.title}
        </Link>
      </Line>
    )),
    // Whoever may not sign off is told how much there is.
    ...(acts.handedIn ? decide.to_confirm : []).map((each) => (
      <Line key={each.id} what={t('dashboard.decide.handedIn')} unit={each.unit} act={acts.handedIn?.(each)}>
        <Link to="/assignments/$assignmentId" params={{ assignmentId: each.id }}>
          {each.task.name}
        </Link>
      </Line>
    )),
    ...decide.drafts.map((each) => (
      <Line key={each.id} what={t('dashboard.decide.draft')} act={issues && <Issue plan={each} />}>
        <Link to="/plans/$planId" params={{ planId: each.id }}>
          {each.title}
        </Link>
      </Line>
    )),
  ]
  const { to_chase: late, awaiting_confirmation: reported } = decide
  const overdueAnswers = decide.clarifications.overdue
  const evidence = judges ? decide.evidence : 0
  const quiet = waiting.length === 0 && late.overdue + reported + overdueAnswers + evidence === 0
  return (
    <Card title={t('dashboard.decide.title')}>
      {quiet && <p className={classes.quiet}>{t('dashboard.decide.none')}</p>}
      {waiting.length > 0 && (
        <ul className={classes.items} aria-label={t('dashboard.decide.title')}>
          {waiting}
        </ul>
      )}
      <Counts
        counts={[
          reported > 0 && (
            <Link
              key="reported"
              to="/assignments"
              search={{ under: nameOf(page.unit), status: 'awaiting_confirmation' }}
            >
              {t('dashboard.decide.awaiting', { count: reported, results: format.number(reported) })}
            </Link>
          ),
          overdueAnswers > 0 && (
            <Link key="answers" to="/clarification-requests" search={{ overdue: true }}>
              {t('dashboard.decide.overdueAnswers', { count: overdueAnswers })}
            </Link>
          ),
          evidence > 0 && <span key="evidence">{t('dashboard.decide.evidence', { count: evidence })}</span>,
        ]}
      />
      {reported > 0 && acts.allHandedIn && (
        <div className={classes.many}>{acts.allHandedIn(nameOf(page.unit), reported)}</div>
      )}
      {late.overdue > 0 && <Late late={late} page={page} act={acts.late} />}
    </Card>
  )
}

/** To the form that makes a draft a plan in force. */
function Issue({ plan }: { plan: Dashboard['work']['decide']['drafts'][number] }) {
  const { t } = useTranslation()
  return (
    <LinkButton to="/plans/$planId/engagements" params={{ planId: plan.id }} variant="default" size="compact-md">
      {t('dashboard.decide.issue')}
    </LinkButton>
  )
}

interface LineProps {
  /** What is to be done. */
  what: string
  unit?: Ref
  due?: string
  late?: boolean
  act?: ReactNode
  children: ReactNode
}

function Line({ what, unit, due, late = false, act, children }: LineProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <span className={classes.what}>{what}</span>
      {children}
      <span className={classes.said}>
        {unit?.name}
        {due && <span data-late={late || undefined}> · {t('dashboard.owes.due', { date: format.date(due) })}</span>}
      </span>
      {act && <div className={classes.acts}>{act}</div>}
    </li>
  )
}

function Counts({ counts }: { counts: ReactNode[] }) {
  const shown = counts.filter(Boolean)
  return shown.length === 0 ? null : <p className={classes.counts}>{shown}</p>
}

interface LateProps {
  late: Dashboard['work']['decide']['to_chase']
  page: Dashboard
  act: Acts['late']
}

/** Overdue work of others, by the unit right below that it lies at; each can be chased here. */
function Late({ late, page, act }: LateProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.chase}>
      <h3>
        <Link to="/assignments" search={{ under: nameOf(page.figures_of), overdue: true }}>
          {t('dashboard.decide.overdue', {
            count: late.overdue,
            work: format.number(late.overdue),
            units: format.number(late.units),
          })}
        </Link>
      </h3>
      <ul className={`${classes.items} ${classes.late}`} aria-label={t('dashboard.decide.chase')}>
        {late.items.map((each) => (
          <li key={each.unit.id}>
            <UnitName unit={each.unit} />
            <span className={classes.said}>
              <Link to="/assignments" search={{ under: nameOf(each.unit), overdue: true }}>
                {t('dashboard.decide.work', { count: each.overdue })}
              </Link>
              {` · ${t('dashboard.decide.oldest', { date: format.date(each.oldest_due_at) })}`}{' '}
              <Link
                to="/units/$unit/profile"
                params={{ unit: nameOf(each.unit) }}
                aria-label={t('profile.openOf', { unit: each.unit.name })}
              >
                {t('profile.open')}
              </Link>
            </span>
            {act && <div className={classes.acts}>{act(each)}</div>}
          </li>
        ))}
      </ul>
    </div>
  )
}
