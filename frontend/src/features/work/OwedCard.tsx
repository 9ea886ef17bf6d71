import { IconArrowBackUp, IconArrowRight } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { OwedItem } from '@/api/models'
import { DueMark } from '@/components/DueMark'
import { LinkButton } from '@/components/LinkButton'
import { Mark } from '@/components/Mark'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import classes from './WorkCard.module.css'

interface OwedCardProps {
  item: OwedItem
  withUnit: boolean
  asked?: ((report: OwedItem) => ReactNode) | undefined
}

/** A report to send, data asked for quickly, or a question of those above: what it is, until when, and the way there. */
export function OwedCard({ item, withUnit, asked }: OwedCardProps) {
  const { t } = useTranslation()
  const period = usePeriod()
  const title = item.period === null ? item.title : `${item.title} – ${period(item.period)}`
  const way = wayTo(item)
  return (
    <li className={classes.card}>
      <div className={classes.words}>
        <div className={classes.marks}>
          <DueMark task={{ due_on: item.due_at, overdue: item.overdue, status: 'not_started' }} />
          {item.status === 'returned' && (
            <Mark tone="warn" icon={<IconArrowBackUp />}>
              {t('work.owed.returned')}
            </Mark>
          )}
        </div>
        <h3 className={classes.title}>
          <Link {...way}>{title}</Link>
        </h3>
        {withUnit && <p className={classes.unit}>{item.unit.name}</p>}
        <Due item={item} />
        {item.answers_questions && asked?.(item)}
      </div>
      <div className={classes.answer}>
        <LinkButton {...way} className={classes.go} rightSection={<IconArrowRight size={18} aria-hidden="true" />}>
          {t(`work.owed.go.${item.answers_questions ? 'questions' : item.kind}`)}
          <span className={classes.hidden}>{`: ${title}`}</span>
        </LinkButton>
      </div>
    </li>
  )
}

/** What is asked, by whom, until when: what is due in hours says the hour. */
function Due({ item: { kind, owed_to: owedTo, due_at: at } }: { item: OwedItem }) {
  const { t } = useTranslation()
  const format = useFormat()
  const date = at && (kind === 'data_request' ? format.dateTime(at) : format.date(at))
  return (
    <p className={classes.todo}>
      <strong>{t(`work.owed.kind.${kind}`)}</strong>
      {owedTo && ` · ${t(`work.owed.to.${kind === 'report' ? 'send' : 'ask'}`, { unit: owedTo.name })}`}
      {` · ${date ? t('task.due', { date }) : t('work.noDue')}`}
    </p>
  )
}

function wayTo({ kind, id, period, answers_questions: questions }: OwedItem): LinkProps {
  if (kind === 'data_request') return { to: '/data-requests/$requestId', params: { requestId: id } }
  if (kind === 'clarification_request') return { to: '/clarification-requests', search: { open: id } }
  if (questions && period !== null) return { to: '/asked/$period', params: { period } }
  return { to: '/reports/$reportId', params: { reportId: id } }
}
