import { useTranslation } from 'react-i18next'

import type { Client } from '@/api/models'
import { Notice } from '@/components/Notice'

import { ChosenCard } from './ChosenCard'
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
  const idle = client.grants.length > 0 ? idleScopes(client, scopes) : []
  return (
    <ChosenCard
      title={t('connection.allowed')}
      now={client.scopes}
      may={may}
      change={change}
      onSave={(chosen, done) => change.mutate({ scopes: chosen }, { onSuccess: done })}
      choose={(chosen, onChange) => <ScopeChecks scopes={scopes} chosen={chosen} onChange={onChange} />}
      shown={
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
      }
    />
  )
}
