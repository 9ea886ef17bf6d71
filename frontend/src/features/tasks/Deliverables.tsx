import { IconBox, IconCalendarEvent, IconChartBar, IconFileText } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { Deliverable } from '@/api/models'
import { Card } from '@/components/Card'
import { useFormat } from '@/hooks/useFormat'

import classes from './Deliverables.module.css'

const ICONS = {
  document: IconFileText,
  figure: IconChartBar,
  activity: IconCalendarEvent,
  thing: IconBox,
} satisfies Record<Deliverable['kind'], typeof IconBox>

export function Deliverables({ deliverables }: { deliverables: Deliverable[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('task.deliverables')}>
      {deliverables.length === 0 ? (
        <p className={classes.none}>{t('task.noDeliverables')}</p>
      ) : (
        <ul className={classes.list}>
          {deliverables.map((deliverable) => (
            <Item key={deliverable.id} deliverable={deliverable} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Item({ deliverable }: { deliverable: Deliverable }) {
  const { t } = useTranslation()
  const format = useFormat()
  const Icon = ICONS[deliverable.kind]
  const due = deliverable.due_on && t('task.due', { date: format.date(deliverable.due_on) })
  return (
    <li className={classes.item}>
      <Icon size={20} aria-hidden="true" />
      <div>
        <p>{deliverable.title}</p>
        <p className={classes.facts}>
          {[
            t(`deliverable.kind.${deliverable.kind}`),
            t(`deliverable.status.${deliverable.status}`),
            due,
            deliverable.unit?.name,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {deliverable.document && <Document document={deliverable.document} />}
      </div>
    </li>
  )
}

/** The paper that a deliverable became. */
function Document({ document }: { document: NonNullable<Deliverable['document']> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const date = document.issued_on && t('deliverable.documentDate', { date: format.date(document.issued_on) })
  return (
    <p className={classes.facts}>
      {[document.type, document.number, date, document.signer].filter(Boolean).join(' · ')}
    </p>
  )
}
