import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'
import { meQuery } from '@/lib/me'
import { providersQuery } from '@/lib/providers'

import { type FoundWays, type Person, useRemoveWay, type Way, waysQuery } from './api'
import classes from './People.module.css'

interface Line extends Way {
  name: string
  told: string
}

/** By what somebody signs in beside the password. What a provider knows them by is told to nobody. */
export function Ways({ person, may }: { person: Person; may: boolean }) {
  const { t } = useTranslation()
  const query = useQuery(waysQuery(person.id))
  const { data: me } = useQuery(meQuery())
  const isOther = me?.user?.id !== person.id
  const lines = useLines(person)
  return (
    <Card title={t('people.ways')}>
      <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
        {(ways) => {
          const found = lines(ways)
          return (
            <div className={classes.stack}>
              <p className={classes.soft}>{t(found.length > 0 ? 'people.waysText' : 'people.passwordOnly')}</p>
              {found.length > 0 && (
                <ul className={classes.list}>
                  {found.map((line) => (
                    <WayLine key={`${line.kind}-${line.id}`} line={line} may={may && isOther} />
                  ))}
                </ul>
              )}
            </div>
          )
        }}
      </QueryView>
    </Card>
  )
}

function useLines(person: Person) {
  const { t } = useTranslation()
  const format = useFormat()
  const language = useLanguage()
  const { data: providers } = useQuery(providersQuery())
  const labelOf = (id: string) => providers?.items.find((each) => each.id === id)?.label[language] ?? id
  const told = (made: string, used: string | null) =>
    [
      t('people.added', { on: format.dateTime(made) }),
      used ? t('account.lastUsed', { at: format.dateTime(used) }) : t('people.never'),
    ].join(' · ')
  return ({ identities, passkeys }: FoundWays): Line[] => [
    ...(person.second_factor
      ? [{ kind: 'app' as const, id: person.id, name: t('people.app'), told: t('people.appText') }]
      : []),
    ...identities.map(({ id, provider, created_at, last_used_at }) => ({
      kind: 'identity' as const,
      id,
      name: labelOf(provider),
      told: told(created_at, last_used_at),
    })),
    ...passkeys.map(({ id, name, created_at, last_used_at }) => ({
      kind: 'passkey' as const,
      id,
      name: t('people.passkey', { name }),
      told: told(created_at, last_used_at),
    })),
  ]
}

function WayLine({ line, may }: { line: Line; may: boolean }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const { mutate, isPending, error } = useRemoveWay()
  const { kind, id, name, told } = line
  return (
    <li>
      <div>
        <p className={classes.main}>{name}</p>
        <p className={classes.soft}>{told}</p>
      </div>
      {may && !asking && (
        <Button
          variant="default"
          size="compact-sm"
          aria-label={t(`people.remove.${kind}Named`, { name })}
          onClick={() => setAsking(true)}
        >
          {t(`people.remove.${kind}`)}
        </Button>
      )}
      {asking && (
        <div className={classes.asked}>
          <ProblemNotice error={error} />
          <p>{t(`people.remove.${kind}Text`)}</p>
          <div className={classes.row}>
            <DangerButton loading={isPending} onClick={() => mutate({ kind, id })}>
              {t('people.remove.sure')}
            </DangerButton>
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('action.cancel')}
            </Button>
          </div>
        </div>
      )}
    </li>
  )
}
