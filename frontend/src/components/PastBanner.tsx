import { IconHistory } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/hooks/useFormat'

import classes from './PastBanner.module.css'

interface PastBannerProps {
  day: string
  /** The day from which there was anything to read, where that is later. */
  first?: string | undefined
  /** The way back to today. */
  children: ReactNode
}

/** Stays in sight while the past is read, so that nobody takes it for what holds now. */
export function PastBanner({ day, first, children }: PastBannerProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.banner} role="status">
      <IconHistory size={22} aria-hidden="true" />
      <p className={classes.words}>
        <strong>{t('past.title', { date: format.date(day) })}</strong>{' '}
        {first === undefined ? t('past.text') : t('past.notYet', { date: format.date(first) })}
      </p>
      {children}
    </div>
  )
}
