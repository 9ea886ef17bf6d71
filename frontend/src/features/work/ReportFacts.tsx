import { useTranslation } from 'react-i18next'

import type { AssignmentDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { Facts } from '@/components/Facts'

import classes from './AssignmentPage.module.css'
import { productKey, valuesOf } from './reportForm'
import { useReportWords } from './useReportWords'

/** What the unit said, for those who only read it. */
export function ReportFacts({ work }: { work: AssignmentDetail }) {
  const { t } = useTranslation()
  const words = useReportWords(work)
  const values = valuesOf(work)
  const said = (name: 'status' | 'text' | 'person' | 'supervisor') => ({
    label: words.label(name),
    value: words.value(name, values),
  })
  const products = work.owes === 'product' && work.deliverables.length > 0 && (
    <ul className={classes.products}>
      {work.deliverables.map(({ id, title }) => (
        <li key={id}>
          {title}
          <span className={classes.soft}>{words.value(productKey(id), values)}</span>
        </li>
      ))}
    </ul>
  )
  return (
    <Card title={t('work.report.title')}>
      <Facts
        facts={[
          said('status'),
          { ...said('text'), value: values.text === '' ? t('work.report.nothing') : values.text },
          { label: t('work.report.products'), value: products },
          said('person'),
          said('supervisor'),
        ]}
      />
    </Card>
  )
}
