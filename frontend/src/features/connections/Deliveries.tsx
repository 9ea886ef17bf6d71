import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClock, IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Attempt, Delivery, Webhook } from '@/api/models'
import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark, type Tone } from '@/components/Mark'
import { Notice, ProblemNotice } from '@/components/Notice'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'

import { useAnswerWords } from './answerWords'
import classes from './Connections.module.css'
import {
  changeTypesQuery,
  DELIVERY_STATUSES,
  type DeliveryFilters,
  deliveryListQuery,
  deliveryQuery,
  useReplay,
  useReplayDead,
} from './webhooks'

interface DeliveriesProps {
  webhook: Webhook
  may: boolean
  filters: DeliveryFilters
  onChange: (change: DeliveryFilters) => void
}

/** What was to be sent in the last 90 days, the newest first: what was answered, and when it is tried again. */
export function Deliveries({ webhook, may, filters, onChange }: DeliveriesProps) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(deliveryListQuery(webhook.id, filters))
  const replay = useReplay(webhook.id)
  const replayDead = useReplayDead(webhook.id)
  const [open, setOpen] = useState<string | null>(null)
  const columns = useColumns(
    webhook,
    (id) => setOpen(open === id ? null : id),
    may ? (id) => replay.mutate(id) : undefined,
  )
  return (
    <Card title={t('webhook.deliveries')} flush>
      <div className={classes.filters}>
        <FilterSelect
          label={t('webhook.column.status')}
          anything={t('webhook.anyStatus')}
          value={filters.status}
          options={DELIVERY_STATUSES.map((value) => ({ value, label: t(`webhook.status.${value}`) }))}
          onChange={(status) => onChange({ status })}
        />
        {may && filters.status === 'dead' && (
          <Button
            variant="default"
            leftSection={<IconRefresh size={18} aria-hidden="true" />}
            loading={replayDead.isPending}
            onClick={() => replayDead.mutate()}
          >
            {t('webhook.replayAll')}
          </Button>
        )}
        {replayDead.data && <Notice tone="good">{t('webhook.replayed', { count: replayDead.data.replayed })}</Notice>}
        <ProblemNotice error={replay.error ?? replayDead.error} />
      </div>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<EmptyPanel title={t('webhook.noDeliveries.title')} text={t('webhook.noDeliveries.text')} />}
      >
        {({ items }) => (
          <DataTable
            caption={t('webhook.deliveries')}
            columns={columns}
            rows={items}
            detail={(row) => row.id === open && <Log webhook={webhook.id} delivery={row.id} />}
          />
        )}
      </QueryView>
      <ShowMore of={query} foot />
    </Card>
  )
}

function useColumns(
  webhook: Webhook,
  onOpen: (id: string) => void,
  onReplay: ((id: string) => void) | undefined,
): Column<Delivery>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'what',
        header: t('webhook.column.what'),
        meta: { place: 'title' },
        cell: ({ row }) => <What delivery={row.original} />,
      },
      {
        id: 'answer',
        header: t('webhook.column.answer'),
        meta: { width: '34%' },
        cell: ({ row }) => <Answered webhook={webhook} delivery={row.original} />,
      },
      {
        id: 'status',
        header: t('webhook.column.status'),
        meta: { place: 'state', width: '170px' },
        cell: ({ row }) => <DeliveryStatus status={row.original.status} />,
      },
      {
        id: 'act',
        header: t('webhook.column.act'),
        meta: { width: '190px' },
        cell: ({ row: { original: delivery } }) => (
          <div className={classes.acts}>
            <Button variant="subtle" size="compact-sm" onClick={() => onOpen(delivery.id)}>
              {t('webhook.log')}
            </Button>
            {onReplay && (
              <Button variant="default" size="compact-sm" onClick={() => onReplay(delivery.id)}>
                {t(delivery.status === 'pending' ? 'webhook.sendNow' : 'webhook.replay')}
              </Button>
            )}
          </div>
        ),
      },
    ],
    [t, webhook, onOpen, onReplay],
  )
}

function What({ delivery: { type, position, created_at: at } }: { delivery: Delivery }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { data } = useQuery(changeTypesQuery(useLanguage()))
  const title = data?.items.find((each) => each.type === type)?.title ?? type
  return (
    <div className={classes.cell}>
      <span>{title}</span>
      <span className={classes.soft}>
        {t('webhook.at', { position: format.number(position), at: format.dateTime(at) })}
      </span>
    </div>
  )
}

/** When one is sent next: not before its receiver is spoken to again, and not while nothing is sent at all. */
function nextOf({ paused_until: until }: Webhook, { next_attempt_at: next }: Delivery): string | null {
  return next !== null && until !== null && Date.parse(until) > Date.parse(next) ? until : next
}

function Answered({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useAnswerWords()
  const { last, attempts } = delivery
  const next = webhook.enabled ? nextOf(webhook, delivery) : null
  return (
    <div className={classes.cell}>
      <span>{last ? words(last) : t('webhook.notSent')}</span>
      <span className={classes.soft}>
        {attempts > 0 && t('webhook.tries', { count: attempts })}
        {attempts > 0 && next !== null && ' · '}
        {next !== null && t('webhook.next', { at: format.dateTime(next) })}
      </span>
    </div>
  )
}

const LOOKS = {
  pending: { tone: 'accent', icon: <IconClock /> },
  delivered: { tone: 'good', icon: <IconCircleCheck /> },
  dead: { tone: 'late', icon: <IconAlertTriangle /> },
} satisfies Record<Delivery['status'], { tone: Tone; icon: React.ReactNode }>

function DeliveryStatus({ status }: { status: Delivery['status'] }) {
  const { t } = useTranslation()
  const { tone, icon } = LOOKS[status]
  return (
    <Mark tone={tone} icon={icon}>
      {t(`webhook.status.${status}`)}
    </Mark>
  )
}

/** Every attempt of one delivery, the oldest first. */
function Log({ webhook, delivery }: { webhook: string; delivery: string }) {
  const { t } = useTranslation()
  const query = useQuery(deliveryQuery(webhook, delivery))
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={1} />}>
      {({ log, event_id: id }) => (
        <div className={classes.cell}>
          <span className={`${classes.soft} ${classes.code}`}>{t('webhook.id', { id })}</span>
          {log.length === 0 && <p className={classes.text}>{t('webhook.notSent')}</p>}
          <ol className={classes.log}>
            {log.map((attempt) => (
              <AttemptLine key={attempt.at} attempt={attempt} />
            ))}
          </ol>
        </div>
      )}
    </QueryView>
  )
}

function AttemptLine({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = useAnswerWords()
  return (
    <li>
      {t('webhook.attempt', {
        at: format.dateTime(attempt.at),
        answer: words(attempt),
        milliseconds: format.number(attempt.milliseconds),
      })}
    </li>
  )
}
