import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Webhook } from '@/api/models'
import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { Facts } from '@/components/Facts'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { ChosenCard } from './ChosenCard'
import classes from './Connections.module.css'
import { Deliveries } from './Deliveries'
import { RotateForm } from './RotateForm'
import { Secret } from './Secret'
import { TypeChecks } from './TypeChecks'
import {
  type DeliveryFilters,
  useChangeWebhook,
  useDeleteWebhook,
  useRotateWebhook,
  webhookQuery,
} from './webhooks'
import { Types } from './WebhooksPage'
import { WebhookState } from './WebhookState'

interface WebhookPageProps {
  webhookId: string
  filters: DeliveryFilters
  onChange: (change: DeliveryFilters) => void
  onDeleted: () => void
}

/** One address that is told of changes: how it does, what was sent to it, and its secret. */
export function WebhookPage({ webhookId, filters, onChange, onDeleted }: WebhookPageProps) {
  const query = useQuery(webhookQuery(webhookId))
  const may = useMay('webhook:write')
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(webhook) => (
        <div className={classes.stack}>
          <Head webhook={webhook} may={may} />
          <Deliveries webhook={webhook} may={may} filters={filters} onChange={onChange} />
          {may && <Told webhook={webhook} />}
          {may && <KeyCard webhook={webhook} />}
          {may && <Closing webhook={webhook} onDeleted={onDeleted} />}
        </div>
      )}
    </QueryView>
  )
}

function Head({ webhook, may }: { webhook: Webhook; may: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const change = useChangeWebhook(webhook)
  const { enabled, client, description, failures, paused_until: until } = webhook
  const Icon = enabled ? IconPlayerPause : IconPlayerPlay
  return (
    <>
      <PageHeader
        title={webhook.url}
        over={<Link to="/webhooks">{t('connection.webhooks')}</Link>}
        actions={
          may && (
            <Button
              variant={enabled ? 'default' : 'filled'}
              leftSection={<Icon size={18} aria-hidden="true" />}
              loading={change.isPending}
              onClick={() => change.mutate({ enabled: !enabled })}
            >
              {t(enabled ? 'webhook.pause' : 'webhook.resume')}
            </Button>
          )
        }
      >
        <WebhookState webhook={webhook} />
      </PageHeader>
      <ProblemNotice error={change.error} />
      {webhook.disabled_because === 'gone' && <Notice tone="warn">{t('webhook.goneHint')}</Notice>}
      {webhook.disabled_because === 'asked' && <Notice tone="info">{t('webhook.pausedHint')}</Notice>}
      {enabled && failures > 0 && (
        <Notice tone="warn">
          {t('webhook.troubleHint', { count: failures, at: until === null ? t('webhook.soon') : format.dateTime(until) })}
        </Notice>
      )}
      <Facts
        columns
        facts={[
          {
            label: t('webhook.column.client'),
            value: (
              <Link to="/clients/$clientId" params={{ clientId: client.id }}>
                {client.name}
              </Link>
            ),
          },
          { label: t('webhook.description'), value: description },
          { label: t('webhook.position'), value: format.number(webhook.position) },
        ]}
      />
    </>
  )
}

/** What it is told of, to be chosen anew. */
function Told({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const change = useChangeWebhook(webhook)
  return (
    <ChosenCard
      title={t('webhook.types')}
      now={webhook.types}
      may
      change={change}
      onSave={(chosen, done) => change.mutate({ types: chosen }, { onSuccess: done })}
      choose={(chosen, onChange) => (
        <>
          <p className={classes.soft}>{t(chosen.length === 0 ? 'webhook.everything' : 'webhook.chosen', { count: chosen.length })}</p>
          <TypeChecks chosen={chosen} onChange={onChange} />
        </>
      )}
      shown={
        <p className={classes.text}>
          <Types webhook={webhook} whole />
        </p>
      }
    />
  )
}

function KeyCard({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rotate = useRotateWebhook(webhook)
  const made = rotate.data
  const until = made?.previous_until
  return (
    <Card title={t('webhook.secret')}>
      {made ? (
        <Secret
          values={[{ label: t('webhook.secret'), value: made.secret ?? '' }]}
          overlap={until ? t('webhook.signedTwice', { at: format.dateTime(until) }) : undefined}
          onDone={rotate.reset}
        />
      ) : (
        <RotateForm rotate={rotate} hint={t('webhook.rotateHint')} />
      )}
    </Card>
  )
}

function Closing({ webhook, onDeleted }: { webhook: Webhook; onDeleted: () => void }) {
  const { t } = useTranslation()
  const remove = useDeleteWebhook(webhook)
  const [asking, setAsking] = useState(false)
  return (
    <Card title={t('webhook.closing')}>
      <div className={classes.form}>
        <p className={classes.soft}>{t('webhook.closingHint')}</p>
        <ProblemNotice error={remove.error} />
        <div className={classes.acts}>
          {asking ? (
            <>
              <DangerButton
                loading={remove.isPending}
                onClick={() => remove.mutate(undefined, { onSuccess: onDeleted })}
              >
                {t('webhook.closeNow')}
              </DangerButton>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.cancel')}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAsking(true)}>
              {t('webhook.close')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}
