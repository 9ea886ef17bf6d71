import { useTranslation } from 'react-i18next'

import classes from './Connections.module.css'
import { grouped, isForAdministrators, resourceName, type Scope, type ScopeGroup, verbName } from './scopes'

interface ScopeChecksProps {
  scopes: readonly Scope[]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}

/** What a system may do, by what it is about; an administrator’s work stands apart, for hardly any needs it. */
export function ScopeChecks({ scopes, chosen, onChange }: ScopeChecksProps) {
  const { t } = useTranslation()
  const names = scopes.map(({ scope }) => scope)
  const toggle = (scope: string, on: boolean) =>
    onChange(names.filter((each) => (each === scope ? on : chosen.includes(each))))
  const [administrators, others] = [names.filter(isForAdministrators), names.filter((each) => !isForAdministrators(each))]
  return (
    <>
      <Groups groups={grouped(others)} chosen={chosen} onToggle={toggle} />
      <details className={classes.types} open={administrators.some((each) => chosen.includes(each)) || undefined}>
        <summary>{t('connection.administering')}</summary>
        <Groups groups={grouped(administrators)} chosen={chosen} onToggle={toggle} />
      </details>
    </>
  )
}

interface GroupsProps {
  groups: readonly ScopeGroup[]
  chosen: readonly string[]
  onToggle: (scope: string, on: boolean) => void
}

function Groups({ groups, chosen, onToggle }: GroupsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.scopes}>
      {groups.map(({ resource, scopes }) => (
        <fieldset key={resource}>
          <legend>{resourceName(t, resource)}</legend>
          <div className={classes.verbs}>
            {scopes.map(({ scope, verb }) => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={chosen.includes(scope)}
                  onChange={(event) => onToggle(scope, event.currentTarget.checked)}
                />
                {verbName(t, verb)}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}
