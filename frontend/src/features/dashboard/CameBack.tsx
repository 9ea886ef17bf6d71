import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Dashboard } from '@/api/models'
import { Card } from '@/components/Card'
import { UnitName } from '@/components/UnitName'
import { useFormat } from '@/hooks/useFormat'

import classes from './Dashboard.module.css'

/** What came back: answers to the unit's own difficulties, files that were rejected and not replaced yet. */
export function CameBack({ page }: { page: Dashboard }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { difficulties, rejected_evidence: rejected } = page.work.came_back
  return (
    <Card title={t('dashboard.cameBack.title')}>
      {difficulties.length + rejected.length === 0 ? (
        <p className={classes.quiet}>{t('dashboard.cameBack.none')}</p>
      ) : (
        <ul className={classes.items} aria-label={t('dashboard.cameBack.title')}>
          {difficulties.map((each) => (
            <li key={each.id}>
              <span className={classes.what}>{t('dashboard.cameBack.answered')}</span>
              <Link to="/difficulties" search={{ open: each.id }}>
                {each.title}
              </Link>
              <span className={classes.said}>{each.answered_at && format.date(each.answered_at)}</span>
            </li>
          ))}
          {rejected.map((each) => (
            <li key={each.id}>
              <span className={classes.what}>{t('dashboard.cameBack.rejected')}</span>
              <span>{each.title}</span>
              <span className={classes.said}>
                <UnitName unit={each.unit} />
                {each.reason && ` · ${each.reason}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
