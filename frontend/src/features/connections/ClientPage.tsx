import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Client } from '@/api/models'
import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { Facts } from '@/components/Facts'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { RowsSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'

import { clientQuery, scopesQuery, useChangeClient, useRotate } from './clients'
import { ClientState } from './ClientsPage'
import classes from './Connections.module.css'
import { Allowed } from './Allowed'
import { PaceInput, paceOf } from './PaceInput'
import { Places } from './Places'
import { RotateForm } from './RotateForm'
import { Secret } from './Secret'

/** One system: what it may do and where, its secret, its pace; and a way to stop it. */
export function ClientPage({ clientId }: { clientId: string }) {
  const query = useQuery(clientQuery(clientId))
  const { data: scopes } = useQuery(scopesQuery())
  const may = useMay('client:write')
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(client) => (
        <div className={classes.stack}>
          <Head client={client} />
          {scopes && <Allowed client={client} scopes={scopes.items} may={may} />}
          {scopes && <Places client={client} scopes={scopes.items} may={may} />}
          {may && <KeyCard client={client} />}
          {may && <Running client={client} />}
        </div>
      )}
    </QueryView>
  )
}

function Head({ client }: { client: Client }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { last_used_at: used, allowed_per_minute: pace } = client
  return (
    <>
      <PageHeader title={client.name} over={<Link to="/clients">{t('connection.clients')}</Link>}>
        <ClientState client={client} />
        {client.sample && <SampleMark />}
      </PageHeader>
      <Facts
        columns
        facts={[
          { label: t('connection.clientId'), value: <span className={classes.code}>{client.code}</span> },
          { label: t('connection.home'), value: <UnitName unit={client.unit} /> },
          { label: t('connection.column.used'), value: used ? format.dateTime(used) : t('connection.never') },
          { label: t('connection.column.pace'), value: t('connection.perMinute', { requests: format.number(pace) }) },
        ]}
      />
    </>
  )
}

function KeyCard({ client }: { client: Client }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rotate = useRotate(client)
  const made = rotate.data
  return (
    <Card title={t('connection.clientSecret')}>
      {made ? (
        <Secret
          values={[
            { label: t('connection.clientId'), value: client.code },
            { label: t('connection.clientSecret'), value: made.secret ?? '' },
          ]}
          overlap={
            made.previous_until === null
              ? undefined
              : t('connection.secret.before', { at: format.dateTime(made.previous_until) })
          }
          onDone={rotate.reset}
        />
      ) : (
        <RotateForm rotate={rotate} hint={t('connection.rotate.hint')} />
      )}
    </Card>
  )
}

/** How fast it may ask, and whether it may at all. */
function Running({ client }: { client: Client }) {
  const { t } = useTranslation()
  const change = useChangeClient(client)
  const [pace, setPace] = useState(String(client.requests_per_minute ?? ''))
  const [asking, setAsking] = useState(false)
  const changed = paceOf(pace) !== client.requests_per_minute
  return (
    <Card title={t('connection.running')}>
      <div className={classes.form}>
        <div className={classes.acts}>
          <PaceInput value={pace} onChange={setPace} />
          {changed && (
            <Button loading={change.isPending} onClick={() => change.mutate({ requests_per_minute: paceOf(pace) })}>
              {t('action.save')}
            </Button>
          )}
        </div>
        <ProblemNotice error={change.error} />
        {asking && !client.disabled && <Notice tone="warn">{t('connection.closeHint')}</Notice>}
        <div className={classes.acts}>
          {client.disabled ? (
            <Button loading={change.isPending} onClick={() => change.mutate({ disabled: false })}>
              {t('connection.open')}
            </Button>
          ) : asking ? (
            <>
              <DangerButton
                loading={change.isPending}
                onClick={() => change.mutate({ disabled: true }, { onSuccess: () => setAsking(false) })}
              >
                {t('connection.closeNow')}
              </DangerButton>
              <Button variant="default" onClick={() => setAsking(false)}>
                {t('action.cancel')}
              </Button>
            </>
          ) : (
            <Button variant="default" onClick={() => setAsking(true)}>
              {t('connection.close')}
            </Button>
          )}
        </div>
      </div>
    </Card>
  )
}
