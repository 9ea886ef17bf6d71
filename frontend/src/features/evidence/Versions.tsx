import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'

import { versionsQuery } from './api'
import classes from './Evidence.module.css'
import { EvidenceMark } from './Marks'

/** What it replaced and what replaced it, the newest first. */
export function Versions({ evidence: { id, replaces, replaced_by: next } }: { evidence: Evidence }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery({ ...versionsQuery(id), enabled: replaces !== null || next !== null })
  if (data === undefined || data.length < 2) return null
  return (
    <>
      <h3>{t('evidence.versions.title')}</h3>
      <ul className={classes.plain} aria-label={t('evidence.versions.title')}>
        {data.map((each) => (
          <li key={each.id} className={classes.itemFacts}>
            <Link
              to="/evidence"
              search={{ open: each.id }}
              resetScroll={false}
              aria-current={each.id === id ? 'true' : undefined}
            >
              {each.filename}
            </Link>
            <span>{format.dateTime(each.created_at)}</span>
            <EvidenceMark evidence={each} />
            {each.replaced_by === null && <span>{t('evidence.versions.current')}</span>}
            {each.id === id && <span>{t('evidence.versions.open')}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}
