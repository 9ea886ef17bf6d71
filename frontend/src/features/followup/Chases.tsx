import { Button } from '@mantine/core'
import { IconMail, IconMapPin, IconMessage, IconPhone, IconPhoneOutgoing } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Chase, Unit } from '@/api/models'
import { Card } from '@/components/Card'
import { Mark } from '@/components/Mark'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { chaseListQuery, type OfWork, type Over, useChase } from './api'
import { ChaseForm } from './ChaseForm'
import classes from './Followup.module.css'

const ICONS = {
  phone: <IconPhone />,
  message: <IconMessage />,
  visit: <IconMapPin />,
  letter: <IconMail />,
} satisfies Record<Chase['how'], unknown>

interface ChasesProps {
  unit: Unit
  assignment: string | undefined
  mayChase: boolean
}

/** Who chased the unit, how and over what, the latest first; and the way to record that one did. */
export function Chases({ unit, assignment, mayChase }: ChasesProps) {
  const { t } = useTranslation()
  const of: OfWork = { unit: unit.id, assignment }
  const query = useInfiniteQuery(chaseListQuery(of))
  if (!mayChase && !query.isError && !query.data?.items.length) return null
  return (
    <Card title={t('chase.title')}>
      <div className={classes.form}>
        {mayChase && <Chasing of={of} />}
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={1} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<p className={classes.soft}>{t('chase.none')}</p>}
        >
          {({ items }) => (
            <ol className={classes.history} aria-label={t('chase.title')}>
              {items.map((chase) => (
                <Item key={chase.id} chase={chase} withWork={assignment === undefined} />
              ))}
            </ol>
          )}
        </QueryView>
        <ShowMore of={query} variant="subtle" />
      </div>
    </Card>
  )
}

function Item({ chase: { how, by, at, note, task, assignment_id: id }, withWork }: { chase: Chase; withWork: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <li>
      <div className={classes.happened}>
        <Mark tone="calm" icon={ICONS[how]}>
          {t(`chase.how.${how}`)}
        </Mark>
        <strong>{by}</strong>
        <span>{format.dateTime(at)}</span>
      </div>
      {note && <p className={classes.said}>{note}</p>}
      {withWork && task && id && (
        <Link className={classes.soft} to="/assignments/$assignmentId" params={{ assignmentId: id }}>
          {task.name}
        </Link>
      )}
    </li>
  )
}

function Chasing({ of }: { of: OfWork }) {
  const { t } = useTranslation()
  const [writing, setWriting] = useState(false)
  const chase = useChase()
  const over: Over = of.assignment === undefined ? { unit: of.unit } : { assignments: [of.assignment] }
  if (writing) {
    const id = of.assignment ?? of.unit
    return <ChaseForm id={id} over={over} chase={chase} onDone={() => setWriting(false)} />
  }
  return (
    <Button
      variant="default"
      leftSection={<IconPhoneOutgoing size={18} aria-hidden="true" />}
      onClick={() => setWriting(true)}
    >
      {t('chase.record')}
    </Button>
  )
}
