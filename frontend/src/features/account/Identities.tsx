import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { components } from '@/api/schema'
import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'
import { providersQuery } from '@/lib/providers'

import classes from './AccountPage.module.css'
import { identitiesQuery, useLinkIdentity, useUnlinkIdentity } from './api'
import { PasswordAsked, useProof } from './proof'

type Provider = components['schemas']['ProviderOut']
type Identity = components['schemas']['IdentityOut']

/** By which providers the reader may sign in as this account; nothing where there are none. */
export function Identities() {
  const { t } = useTranslation()
  const { data } = useQuery(providersQuery())
  const query = useQuery(identitiesQuery())
  if (!data?.items.length) return null
  return (
    <Card title={t('account.identities')}>
      <QueryView query={query} skeleton={<RowsSkeleton rows={data.items.length} />}>
        {({ items }) => (
          <ul className={classes.list}>
            {data.items.map((provider) => (
              <Line
                key={provider.id}
                provider={provider}
                identity={items.find((identity) => identity.provider === provider.id)}
              />
            ))}
          </ul>
        )}
      </QueryView>
    </Card>
  )
}

function Line({ provider, identity }: { provider: Provider; identity: Identity | undefined }) {
  const name = provider.label[useLanguage()]
  return (
    <li>
      <div>
        <p className={classes.main}>{name}</p>
        <Told identity={identity} />
      </div>
      {identity ? <Unlink name={name} id={identity.id} /> : <LinkOne name={name} id={provider.id} />}
    </li>
  )
}

function Told({ identity }: { identity: Identity | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (!identity) return <p className={classes.soft}>{t('account.notLinked')}</p>
  const on = t('account.linked', { on: format.dateTime(identity.created_at) })
  const used = identity.last_used_at && t('account.linkedUsed', { at: format.dateTime(identity.last_used_at) })
  return <p className={classes.soft}>{[on, used].filter(Boolean).join(' · ')}</p>
}

/** Leads to the provider, which leads back here. */
function LinkOne({ name, id }: { name: string; id: string }) {
  const { t } = useTranslation()
  const link = useLinkIdentity(id)
  const proof = useProof(link.error)
  return (
    <form
      className={classes.act}
      onSubmit={(event) => {
        event.preventDefault()
        link.mutate(proof.given, { onSuccess: ({ location }) => globalThis.location.assign(location) })
      }}
    >
      <PasswordAsked proof={proof} />
      <Button type="submit" variant="default" size="compact-sm" loading={link.isPending} aria-label={t('account.linkNamed', { provider: name })}>
        {t('account.link')}
      </Button>
    </form>
  )
}

function Unlink({ name, id }: { name: string; id: string }) {
  const { t } = useTranslation()
  const unlink = useUnlinkIdentity()
  return (
    <div className={classes.act}>
      <ProblemNotice error={unlink.error} />
      <Button
        variant="default"
        size="compact-sm"
        loading={unlink.isPending}
        aria-label={t('account.unlinkNamed', { provider: name })}
        onClick={() => unlink.mutate(id)}
      >
        {t('account.unlink')}
      </Button>
    </div>
  )
}
