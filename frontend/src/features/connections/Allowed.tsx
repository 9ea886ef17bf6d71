import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Client } from '@/api/models'
import { Card } from '@/components/Card'
import { Notice, ProblemNotice } from '@/components/Notice'

import { useChangeClient } from './clients'
import classes from './Connections.module.css'
import { ScopeChecks } from './ScopeChecks'
import { idleScopes, type Scope, scopeWords } from './scopes'

interface AllowedProps {
  client: Client
  scopes: readonly Scope[]
  may: boolean
}

/** What a system is allowed, in words; what of it is of no use yet is said. */
export function Allowed({ client, scopes, may }: AllowedProps) {
  const { t } = useTranslation()
  const change = useChangeClient(client)
  const [chosen, setChosen] = useState<string[] | null>(null)
  const idle = client.grants.length > 0 ? idleScopes(client, scopes) : []
  const edit = (
    <Button variant="default" size="compact-sm" onClick={() => setChosen(client.scopes)}>
      {t('connection.change')}
    </Button>
  )
  return (
    <Card title={t('connection.allowed')} aside={may && chosen === null && edit}>
      {chosen === null ? (
        <div className={classes.form}>
          <ul className={classes.words}>
            {scopeWords(t, client.scopes).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
          {client.scopes.length === 0 && <p className={classes.text}>{t('connection.allowedNothing')}</p>}
          {idle.length > 0 && (
            <Notice tone="warn">{t('connection.idle', { scopes: scopeWords(t, idle).join(' · ') })}</Notice>
          )}
        </div>
      ) : (
        <div className={classes.form}>
          <ScopeChecks scopes={scopes} chosen={chosen} onChange={setChosen} />
          <ProblemNotice error={change.error} />
          <div className={classes.acts}>
            <Button
              loading={change.isPending}
              onClick={() => change.mutate({ scopes: chosen }, { onSuccess: () => setChosen(null) })}
            >
              {t('action.save')}
            </Button>
            <Button variant="default" onClick={() => setChosen(null)}>
              {t('action.cancel')}
            </Button>
          </div>
        </div>
      )}
    </Card>
  )
}
