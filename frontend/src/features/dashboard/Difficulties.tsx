import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { StandingWork } from '@/api/models'
import { Card } from '@/components/Card'
import { useFormat } from '@/hooks/useFormat'

import classes from './Dashboard.module.css'

/** What stands in the way of the unit and those below it. */
export function Difficulties({ difficulties }: { difficulties: StandingWork['difficulties'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card
      title={t('dashboard.difficulties.title')}
      aside={
        difficulties.open > 0 && (
          <Link to="/difficulties" search={{ status: 'open' }}>
            {t('dashboard.difficulties.all', { count: difficulties.open })}
          </Link>
        )
      }
    >
      {difficulties.newest.length === 0 ? (
        <p className={classes.quiet}>{t('dashboard.difficulties.none')}</p>
      ) : (
        <ul className={classes.items} aria-label={t('dashboard.difficulties.title')}>
          {difficulties.newest.map((each) => (
            <li key={each.id}>
              <Link to="/difficulties" search={{ open: each.id }}>
                {each.title}
              </Link>
              <span className={classes.said}>
                {each.unit.name} · {format.date(each.created_at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
