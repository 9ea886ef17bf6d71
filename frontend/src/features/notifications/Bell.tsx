import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { toldCountsQuery } from './api'
import classes from './Bell.module.css'

const MOST_SHOWN = 99

/** Leads to what the reader was told, and says how much of it is unread. */
export function Bell() {
  const { t } = useTranslation()
  const unread = useQuery(toldCountsQuery()).data?.unread ?? 0
  return (
    <Link
      to="/notifications"
      className={classes.bell}
      aria-label={unread > 0 ? t('told.bellUnread', { count: unread }) : t('told.title')}
      title={t('told.title')}
    >
      <IconBell size={20} aria-hidden="true" />
      {unread > 0 && (
        <span className={classes.count} aria-hidden="true">
          {Math.min(unread, MOST_SHOWN)}
        </span>
      )}
    </Link>
  )
}
