import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Client } from '@/api/models'
import { Card } from '@/components/Card'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { ProblemNotice } from '@/components/Notice'
import { UnitName } from '@/components/UnitName'
import { useFormat } from '@/hooks/useFormat'
import type { Party } from '@/lib/party'
import { roleKey } from '@/lib/roles'

import { useGiveUnit, useTakeGrant } from './clients'
import classes from './Connections.module.css'
import type { Scope } from './scopes'

interface PlacesProps {
  client: Client
  scopes: readonly Scope[]
  may: boolean
}

/** Where a system acts: at a unit, and with it everything below. */
export function Places({ client, scopes, may }: PlacesProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const give = useGiveUnit(client, scopes)
  const take = useTakeGrant()
  const [chosen, setChosen] = useState<Party[]>([])
  const unit = chosen[0]?.unit
  const roleName = (role: string) => {
    const key = roleKey(role)
    return key ? t(`role.${key}`) : role
  }
  return (
    <Card title={t('connection.places')}>
      <div className={classes.form}>
        {client.grants.length === 0 && <p className={classes.text}>{t('connection.nowhereHint')}</p>}
        <ul className={classes.units}>
          {client.grants.map((grant) => (
            <li key={grant.id}>
              <span className={classes.cell}>
                <UnitName unit={grant.unit} />
                <span className={classes.soft}>
                  {t('connection.asRole', { role: roleName(grant.role), day: format.date(grant.from) })}
                  {grant.to !== null && ` · ${t('connection.until', { day: format.date(grant.to) })}`}
                </span>
              </span>
              {may && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t('connection.takeNamed', { unit: grant.unit.name, role: roleName(grant.role) })}
                  loading={take.isPending && take.variables.id === grant.id}
                  onClick={() => take.mutate(grant)}
                >
                  {t('connection.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {may && (
          <div className={classes.form}>
            <PartyPicker
              label={t('connection.addPlace')}
              description={t('connection.atHint')}
              only="unit"
              value={chosen}
              onChange={(parties) => setChosen(parties.slice(-1))}
            />
            {unit && (
              <div>
                <Button
                  loading={give.isPending}
                  onClick={() => give.mutate(unit.id, { onSuccess: () => setChosen([]) })}
                >
                  {t('connection.give')}
                </Button>
              </div>
            )}
          </div>
        )}
        <ProblemNotice error={give.error ?? take.error} />
      </div>
    </Card>
  )
}
