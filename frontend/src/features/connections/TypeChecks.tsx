import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useLanguage } from '@/hooks/useLanguage'

import classes from './Connections.module.css'
import { resourceOf } from './changeTypes'
import { changeTypesQuery } from './webhooks'

interface TypeChecksProps {
  /** None: everything. */
  chosen: readonly string[]
  onChange: (types: string[]) => void
}

interface Kind {
  kind: string
  types: { type: string; title: string }[]
}

function byKind(items: readonly { type: string; title: string }[]): Kind[] {
  const kinds = new Map<string, Kind>()
  for (const item of items) {
    const [kind = ''] = item.type.split('.')
    const known = kinds.get(kind) ?? { kind, types: [] }
    known.types.push(item)
    kinds.set(kind, known)
  }
  return [...kinds.values()]
}

/** What an address is told of: everything that happens to a kind of record, or only some of it. */
export function TypeChecks({ chosen, onChange }: TypeChecksProps) {
  const query = useQuery(changeTypesQuery(useLanguage()))
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={4} />}>
      {({ items }) => (
        <div className={classes.kinds}>
          {byKind(items).map((kind) => (
            <KindChecks key={kind.kind} kind={kind} chosen={chosen} onChange={onChange} />
          ))}
        </div>
      )}
    </QueryView>
  )
}

/** All of a kind at one tick; which of it, for who wants less. */
function KindChecks({ kind: { kind, types }, chosen, onChange }: TypeChecksProps & { kind: Kind }) {
  const { t } = useTranslation()
  const whole = `${kind}.*`
  const all = chosen.includes(whole)
  const others = chosen.filter((each) => each !== whole && !types.some(({ type }) => type === each))
  const some = types.filter(({ type }) => chosen.includes(type)).map(({ type }) => type)
  const toggle = (type: string, on: boolean) =>
    onChange([...others, ...(on ? [...some, type] : some.filter((each) => each !== type))])
  return (
    <div>
      <label className={classes.tick}>
        <input
          type="checkbox"
          checked={all}
          onChange={(event) => onChange(event.currentTarget.checked ? [...others, whole] : others)}
        />
        {resourceOf(t, kind)}
      </label>
      {!all && types.length > 1 && (
        <details className={classes.part} open={some.length > 0 || undefined}>
          <summary aria-label={t('webhook.onlySomeNamed', { kind: resourceOf(t, kind) })}>{t('webhook.onlySome')}</summary>
          {types.map(({ type, title }) => (
            <label key={type} className={classes.tick}>
              <input
                type="checkbox"
                checked={chosen.includes(type)}
                onChange={(event) => toggle(type, event.currentTarget.checked)}
              />
              {title}
            </label>
          ))}
        </details>
      )}
    </div>
  )
}
