import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { usePeriod } from '@/hooks/usePeriod'

import { askedQuery } from './api'
import classes from './Asked.module.css'
import { arrange, isOverdue } from './order'

/** How many questions of a period wait, in a few words. */
export function AskedCount({ unit, period }: { unit: string; period: string }) {
  const { t } = useTranslation()
  const { data: form } = useQuery({ ...askedQuery({ unit, period }), retry: false })
  if (!form) return null
  const { front, behind } = arrange(form, {})
  const left = front.length + behind.length
  return <p className={classes.soft}>{left > 0 ? t('asked.count.left', { count: left }) : t('asked.count.toSend')}</p>
}

/** Where a school’s day begins: how many questions of the period wait, and the way to them. */
export function AskedNotice() {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const may = useMay('report:write')
  const { data: form } = useQuery({ ...askedQuery({}), enabled: may, retry: false })
  if (!form) return null
  const { front, behind } = arrange(form, {})
  const unsent = form.reports.some(({ status }) => status === 'draft' || status === 'returned')
  const left = front.length + behind.length
  if (left === 0 && !unsent) return null
  const facts = { period: period(form.period), count: left, day: form.due_at === null ? '' : format.date(form.due_at) }
  return (
    <Notice tone={isOverdue(form) ? 'warn' : 'info'}>
      <p>
        {left > 0 ? t('asked.notice.left', facts) : t('asked.notice.toSend', facts)}
        {form.due_at !== null && ` ${t(isOverdue(form) ? 'asked.notice.overdue' : 'asked.notice.due', facts)}`}
      </p>
      <Link to="/asked/$period" params={{ period: form.period }}>
        {t('asked.notice.go')}
      </Link>
    </Notice>
  )
}
