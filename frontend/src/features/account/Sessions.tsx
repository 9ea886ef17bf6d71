import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { SignedInDevice } from '@/api/models'
import { Notice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'
import { readDevice } from '@/lib/device'
import { providersQuery } from '@/lib/providers'

import classes from './AccountPage.module.css'
import { sessionsQuery, useRevokeOthers, useRevokeSession } from './api'

/** Where this account is signed in, and a way to end each of them. */
export function Sessions() {
  const { t } = useTranslation()
  const query = useQuery(sessionsQuery())
  const revoke = useRevokeSession()
  const revokeOthers = useRevokeOthers()
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton rows={2} />}
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyPanel title={t('account.noSessions.title')} text={t('account.noSessions.text')} />}
    >
      {({ items }) => (
        <>
          {(revoke.isError || revokeOthers.isError) && (
            <Notice tone="problem">{t('account.revokeFailed')}</Notice>
          )}
          <Devices devices={items} onEnd={(id) => revoke.mutate(id)} />
          {items.some((device) => !device.current) && (
            <Button variant="default" loading={revokeOthers.isPending} onClick={() => revokeOthers.mutate()}>
              {t('account.endOthers')}
            </Button>
          )}
        </>
      )}
    </QueryView>
  )
}

/** The latest few; the others when asked for. */
const SHOWN_AT_FIRST = 5

function Devices({ devices, onEnd }: { devices: SignedInDevice[]; onEnd: (id: string) => void }) {
  const { t } = useTranslation()
  const [all, setAll] = useState(false)
  const shown = all ? devices : devices.slice(0, SHOWN_AT_FIRST)
  return (
    <>
      <ul className={classes.list}>
        {shown.map((device) => (
          <Device key={device.id} device={device} onEnd={() => onEnd(device.id)} />
        ))}
      </ul>
      {shown.length < devices.length && (
        <Button className={classes.more} variant="subtle" onClick={() => setAll(true)}>
          {t('account.showAll', { count: devices.length })}
        </Button>
      )}
    </>
  )
}

function Device({ device, onEnd }: { device: SignedInDevice; onEnd: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { data } = useQuery(providersQuery())
  const provider = data?.items.find(({ id }) => id === device.provider)?.label[language] ?? device.provider
  const { browser, system } = readDevice(device.user_agent)
  const name = browser && system ? t('account.device', { browser, system }) : t('account.unknownDevice')
  return (
    <li>
      <div>
        <p className={classes.main}>{name}</p>
        <p className={classes.soft}>
          {[
            t('account.lastUsed', { at: format.dateTime(device.last_used_at) }),
            device.address,
            provider && t('account.begunBy.provider', { provider }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {device.current ? (
        <p className={classes.soft}>{t('account.thisDevice')}</p>
      ) : (
        <Button variant="default" size="compact-sm" aria-label={t('account.endNamed', { name })} onClick={onEnd}>
          {t('account.end')}
        </Button>
      )}
    </li>
  )
}
