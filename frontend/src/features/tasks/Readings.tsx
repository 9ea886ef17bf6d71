import { useTranslation } from 'react-i18next'

import type { Reading } from '@/api/models'
import { Card } from '@/components/Card'
import { type Fact, Facts } from '@/components/Facts'

import classes from './TaskPage.module.css'

/** The same task as another place of the plan prints it: both readings are kept. */
export function Readings({ readings }: { readings: Reading[] }) {
  const { t } = useTranslation()
  return readings.map((reading) => (
    <Card key={reading.source} title={t(`task.reading.${reading.source}`)}>
      <p className={classes.explained}>{t('task.reading.explained')}</p>
      <ReadingFacts reading={reading} />
    </Card>
  ))
}

function ReadingFacts({ reading }: { reading: Reading }) {
  const { t } = useTranslation()
  const named = (role: 'lead' | 'coordinate') =>
    reading.participations.filter((each) => each.role === role).map((each) => each.printed_name)
  const facts: Fact[] = [
    { label: t('task.column.title'), value: reading.title },
    { label: t('task.column.deliverables'), value: reading.deliverables.map(({ title }) => title).join('; ') },
    { label: t('participants.role.lead'), value: named('lead').join('; ') },
    { label: t('participants.role.coordinate'), value: named('coordinate').join('; ') },
    { label: t('task.column.schedule'), value: reading.schedule_text },
  ]
  return <Facts facts={facts} />
}
