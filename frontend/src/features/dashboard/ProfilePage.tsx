import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard, TargetStanding, UnitProfile } from '@/api/models'
import { Card } from '@/components/Card'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { StandingMark } from '@/components/StandingMark'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { dashboardQuery, profileQuery } from './api'
import classes from './Profile.module.css'

/** A unit on one sheet before a visit: where it stands, what is late there, what stands in its way, whom to call. */
export function ProfilePage({ unit }: { unit: string }) {
  const profile = useQuery(profileQuery(unit))
  const figures = useQuery(dashboardQuery({ unit }))
  return (
    <QueryView query={profile} page skeleton={<PageSkeleton />}>
      {(found) => (
        <QueryView query={figures} page skeleton={<PageSkeleton />}>
          {(page) => <Sheet profile={found} page={page} />}
        </QueryView>
      )}
    </QueryView>
  )
}

function Sheet({ profile, page }: { profile: UnitProfile; page: Dashboard }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <article className={classes.sheet}>
      <PageHeader
        title={profile.unit.name}
        over={t('profile.title', { date: format.date(page.today) })}
        actions={
          <Button
            variant="default"
            className={classes.press}
            leftSection={<IconPrinter size={18} aria-hidden="true" />}
            onClick={() => globalThis.print()}
          >
            {t('profile.print')}
          </Button>
        }
      >
        <span>{t(`unit.kind.${profile.kind}`)}</span>
        <Link to="/units/$unit" params={{ unit: profile.unit.code ?? profile.unit.id }} className={classes.press}>
          {t('unit.openPage')}
        </Link>
        <Link to="/dashboard" search={{ unit: profile.unit.code ?? profile.unit.id }} className={classes.press}>
          {t('profile.toFigures')}
        </Link>
      </PageHeader>
      <div className={classes.columns}>
        <Targets targets={page.targets} />
        <div className={classes.side}>
          <People people={profile.people} />
          <Late profile={profile} page={page} />
          <Difficulties profile={profile} page={page} />
        </div>
      </div>
    </article>
  )
}

function Targets({ targets }: { targets: readonly TargetStanding[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('profile.targets')}>
      {targets.length === 0 ? (
        <p className={classes.quiet}>{t('dashboard.targets.none')}</p>
      ) : (
        <ul className={classes.items} aria-label={t('profile.targets')}>
          {targets.map((target) => (
            <Target key={target.id} target={target} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Target({ target }: { target: TargetStanding }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { value, unit_of_measure: measure, same_period_last_year: then } = target
  const words = [
    value !== null && t('dashboard.targets.until', { date: format.date(target.cutoff) }),
    then !== null && t('profile.lastYear', { figure: `${format.figure(then)} ${measure}` }),
  ]
  return (
    <li className={classes.target}>
      <span>{target.audience ? `${target.name} (${target.audience.name})` : target.name}</span>
      <span className={classes.figure}>
        <strong>{value === null ? '–' : `${format.figure(value)} ${measure}`}</strong>
        <span className={classes.quiet}>{` / ${target.target.text}`}</span>
      </span>
      {target.status && <StandingMark standing={target.status} />}
      <span className={classes.small}>
        {words.filter(Boolean).join(' · ')}
      </span>
    </li>
  )
}

function People({ people }: { people: UnitProfile['people'] }) {
  const { t } = useTranslation()
  return (
    <Listed title={t('profile.people')} none={t('profile.noPeople')}>
      {people.map(({ name, roles, email }) => (
        <li key={`${name}-${email}`}>
          <strong>{name}</strong>
          <span className={classes.small}>{roles.map((role) => t(`role.${role}`)).join(', ')}</span>
          {email && <a href={`mailto:${email}`}>{email}</a>}
        </li>
      ))}
    </Listed>
  )
}

/** Reports that have not come or came late, work past due; of a unit with others below it also how much is late there. */
function Late({ profile, page }: { profile: UnitProfile; page: Dashboard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const below = page.work.decide.to_chase
  return (
    <Listed
      title={t('profile.late')}
      none={t('profile.nothingLate')}
      more={[
        profile.late > profile.late_work.length && t('profile.lateAll', { count: profile.late }),
        below.overdue > 0 &&
          t('profile.below', {
            count: below.overdue,
            work: format.number(below.overdue),
            units: format.number(below.units),
          }),
      ]}
    >
      {profile.reports.map((report) => (
        <li key={report.id}>
          <Link to="/reports/$reportId" params={{ reportId: report.id }}>
            {`${report.title} – ${period(report.period)}`}
          </Link>
          <span className={classes.small} data-late={report.overdue || undefined}>
            {report.due_at && t('dashboard.owes.due', { date: format.date(report.due_at) })}
            {' · '}
            {report.first_sent_at
              ? t('profile.cameLate', { date: format.date(report.first_sent_at) })
              : t(report.overdue ? 'report.overdue' : 'profile.notSent')}
          </span>
        </li>
      ))}
      {profile.late_work.map((work) => (
        <li key={work.id}>
          <Link to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
            {work.task.name}
          </Link>
          <span className={classes.small} data-late>
            {work.due_at && t('dashboard.owes.due', { date: format.date(work.due_at) })}
            {` · ${work.person ?? t('dashboard.owes.nobody')}`}
          </span>
        </li>
      ))}
    </Listed>
  )
}

function Difficulties({ profile, page }: { profile: UnitProfile; page: Dashboard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const own = new Set(profile.difficulties.map(({ id }) => id))
  const below = page.work.difficulties.newest.filter(({ id }) => !own.has(id))
  return (
    <Listed title={t('dashboard.difficulties.title')} none={t('dashboard.difficulties.none')}>
      {[...profile.difficulties, ...below].map((each) => (
        <li key={each.id}>
          <Link to="/difficulties" search={{ open: each.id }}>
            {each.title}
          </Link>
          <span className={classes.small}>
            {each.unit.id !== profile.unit.id && `${each.unit.name} · `}
            {format.date(each.created_at)}
          </span>
        </li>
      ))}
    </Listed>
  )
}

interface ListedProps {
  title: string
  none: string
  more?: (string | false)[]
  children: ReactNode[] | ReactNode[][]
}

function Listed({ title, none, more = [], children }: ListedProps) {
  const items = children.flat()
  const words = more.filter(Boolean)
  return (
    <Card title={title}>
      {items.length + words.length === 0 && <p className={classes.quiet}>{none}</p>}
      {items.length > 0 && (
        <ul className={classes.items} aria-label={title}>
          {items}
        </ul>
      )}
      {words.map((word) => (
        <p key={String(word)} className={classes.small}>
          {word}
        </p>
      ))}
    </Card>
  )
}
