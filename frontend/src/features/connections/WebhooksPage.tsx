import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Webhook } from '@/api/models'
import { Card } from '@/components/Card'
import type { Column } from '@/components/DataTable'
import { PageHeader } from '@/components/PageHeader'
import { RowsView } from '@/components/RowsView'
import { useLanguage } from '@/hooks/useLanguage'
import { useMay } from '@/hooks/useMay'

import { typeWords } from './changeTypes'
import { ConnectionParts } from './ConnectionParts'
import classes from './Connections.module.css'
import { Secret } from './Secret'
import { WebhookForm } from './WebhookForm'
import { changeTypesQuery, useMakeWebhook, webhookListQuery } from './webhooks'
import { WebhookState } from './WebhookState'

/** Where other systems are told of changes as they happen, and how each address does. */
export function WebhooksPage() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(webhookListQuery())
  const columns = useColumns()
  return (
    <div className={classes.stack}>
      <Head />
      <RowsView
        query={query}
        columns={columns}
        caption={t('connection.webhooks')}
        none={{ title: t('webhook.none.title'), text: t('webhook.none.text') }}
      />
    </div>
  )
}

function Head() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const may = useMay('webhook:write')
  const make = useMakeWebhook()
  function finish() {
    setAdding(false)
    make.reset()
  }
  return (
    <>
      <PageHeader
        title={t('connection.webhooks')}
        over={<ConnectionParts />}
        actions={
          may &&
          !adding && (
            <Button leftSection={<IconPlus size={18} aria-hidden="true" />} onClick={() => setAdding(true)}>
              {t('webhook.add')}
            </Button>
          )
        }
      />
      {adding && (
        <Card title={make.data ? t('webhook.made') : t('webhook.add')}>
          {make.data ? (
            <Secret values={[{ label: t('webhook.secret'), value: make.data.secret ?? '' }]} onDone={finish} />
          ) : (
            <WebhookForm make={make} onCancel={finish} />
          )}
        </Card>
      )}
    </>
  )
}

function useColumns(): Column<Webhook>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'url',
        header: t('webhook.column.url'),
        meta: { place: 'title', width: '32%' },
        cell: ({ row }) => <Address webhook={row.original} />,
      },
      {
        id: 'client',
        header: t('webhook.column.client'),
        meta: { width: '22%' },
        cell: ({ row }) => <Owner webhook={row.original} />,
      },
      {
        id: 'types',
        header: t('webhook.column.types'),
        cell: ({ row }) => <Types webhook={row.original} />,
      },
      {
        id: 'state',
        header: t('webhook.column.state'),
        meta: { place: 'state', width: '220px' },
        cell: ({ row }) => <WebhookState webhook={row.original} />,
      },
    ],
    [t],
  )
}

function Address({ webhook: { id, url, description } }: { webhook: Webhook }) {
  return (
    <div className={classes.cell}>
      <Link className={classes.code} to="/webhooks/$webhookId" params={{ webhookId: id }}>
        {url}
      </Link>
      {description && <span className={classes.soft}>{description}</span>}
    </div>
  )
}

function Owner({ webhook: { client } }: { webhook: Webhook }) {
  return (
    <Link to="/clients/$clientId" params={{ clientId: client.id }}>
      {client.name}
    </Link>
  )
}

/** How many kinds are named in a list. */
const SAID = 3

export function Types({ webhook: { types }, whole = false }: { webhook: Webhook; whole?: boolean }) {
  const { t } = useTranslation()
  const { data } = useQuery(changeTypesQuery(useLanguage()))
  if (types.length === 0) return <>{t('webhook.all')}</>
  const titles = new Map((data?.items ?? []).map(({ type, title }) => [type, title]))
  const words = typeWords(t, types, titles)
  const rest = whole ? 0 : words.length - SAID
  return (
    <>
      {words.slice(0, whole ? undefined : SAID).join(' · ')}
      {rest > 0 && ` · ${t('connection.more', { count: rest })}`}
    </>
  )
}
