import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { StandingWork, TaskStatus } from '@/api/models'
import { Card } from '@/components/Card'
import { DueMark } from '@/components/DueMark'
import { useFormat } from '@/hooks/useFormat'

import type { Acts, OwedWork } from './acts'
import classes from './Dashboard.module.css'

/** What the unit itself owes upward, what is due first, and who holds it by name. */
export function Owes({ owes, act }: { owes: StandingWork['owes']; act: Acts['owed'] }) {
  const { t } = useTranslation()
  const { open, overdue, due_soon: soon } = owes.counts
  return (
    <Card
      title={t('dashboard.owes.title')}
      aside={open > 0 && <Link to="/work">{t('dashboard.owes.all', { count: open })}</Link>}
    >
      {open === 0 ? (
        <p className={classes.quiet}>{t('dashboard.owes.none')}</p>
      ) : (
        <>
          <p className={classes.sum}>
            {overdue > 0 && <strong className={classes.overdue}>{t('dashboard.owes.overdue', { count: overdue })}</strong>}
            {soon > 0 && <strong className={classes.soon}>{t('dashboard.owes.soon', { count: soon })}</strong>}
          </p>
          <ul className={classes.items} aria-label={t('dashboard.owes.title')}>
            {owes.items.map((item) => (
              <Owed key={item.id} item={item} act={act} />
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}

function Owed({ item, act }: { item: OwedWork; act: Acts['owed'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const people = [item.person, item.supervisor].filter((name) => name !== null)
  return (
    <li>
      <Link to="/assignments/$assignmentId" params={{ assignmentId: item.id }}>
        {item.task.name}
      </Link>
      <span className={classes.said}>
        {people.length > 0 ? people.join(' · ') : t('dashboard.owes.nobody')}
        {item.due_at && ` · ${t('dashboard.owes.due', { date: format.date(item.due_at) })}`}
      </span>
      <DueMark task={{ due_on: item.due_at, overdue: item.overdue, status: item.status as TaskStatus }} />
      {act && <div className={classes.acts}>{act(item)}</div>}
    </li>
  )
}
