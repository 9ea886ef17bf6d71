import { useTranslation } from 'react-i18next'

import type { ImportRemark } from '@/api/models'

import classes from './Imports.module.css'

/** What is to be said of the whole document, and text of it that became no row: nothing printed is lost in silence. */
export function Unread({ remarks }: { remarks: readonly ImportRemark[] }) {
  const { t } = useTranslation()
  if (remarks.length === 0) return null
  return (
    <details className={classes.unread}>
      <summary>{t('imports.unread', { count: remarks.length })}</summary>
      <p className={classes.soft}>{t('imports.unreadHint')}</p>
      <ul>
        {remarks.map(({ message, source }, index) => (
          <li key={index}>
            {source && (
              <span className={classes.where}>
                {source.page !== null && `${t('imports.page', { number: source.page })}, `}
                {t('imports.table', { number: source.table })}, {t('imports.row', { number: source.row })}
              </span>
            )}
            <span>{message}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
