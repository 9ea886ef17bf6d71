import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { AskedForm, AskedReport } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import classes from './Asked.module.css'
import { ShareButton } from './ShareButton'

/** What was sent of the period: when, and the code that says so; it can be passed on. */
export function Receipt({ form }: { form: AskedForm }) {
  return form.reports
    .filter(({ status, receipt_code: code }) => code !== null && (status === 'sent' || status === 'received'))
    .map((report) => <One key={report.id} form={form} report={report} />)
}

function One({ form, report }: { form: AskedForm; report: AskedReport }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const facts = {
    unit: form.unit.name,
    report: report.round.name,
    period: period(report.period),
    at: report.sent_at === null ? '' : format.dateTime(report.sent_at),
    code: report.receipt_code ?? '',
  }
  return (
    <div className={classes.receipt} role="status">
      <IconCircleCheck size={28} aria-hidden="true" />
      <p className={classes.name}>{t('asked.receipt.sent', facts)}</p>
      <p>{t('asked.receipt.code')}</p>
      <p className={classes.code}>{facts.code}</p>
      <p className={classes.soft}>{facts.at}</p>
      <ShareButton label={t('asked.receipt.share')} text={t('asked.receipt.text', facts)} />
    </div>
  )
}
