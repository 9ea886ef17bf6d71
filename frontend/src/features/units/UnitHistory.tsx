import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { UnitHistory as History } from '@/api/models'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useSpan } from '@/hooks/useSpan'

import { unitHistoryQuery } from './api'
import { UnitLink } from './UnitLink'
import classes from './UnitPanel.module.css'

interface UnitHistoryProps {
  unitId: string
  onSelect: (unitId: string) => void
}

/** What a unit was called, where it stood and what it came from or went into. */
export function UnitHistory({ unitId, onSelect }: UnitHistoryProps) {
  const { t } = useTranslation()
  const query = useQuery(unitHistoryQuery(unitId))
  return (
    <section className={classes.history} aria-label={t('unit.history.title')}>
      <h3 className={classes.heading}>{t('unit.history.title')}</h3>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton rows={2} />}
        isEmpty={isUneventful}
        empty={<p className={classes.soft}>{t('unit.history.none')}</p>}
      >
        {(history) => (
          <ul className={classes.events}>
            <Successions history={history} onSelect={onSelect} />
            <Names history={history} />
            <Places history={history} onSelect={onSelect} />
          </ul>
        )}
      </QueryView>
    </section>
  )
}

/** The places of a line on which the unit was moved; one place alone is no change. */
function movesOf({ places }: History): History['places'] {
  const moved = (line: string) => places.filter((place) => place.line === line).length > 1
  return places.filter(({ line }) => moved(line))
}

function isUneventful(history: History): boolean {
  return history.successions.length === 0 && history.versions.length < 2 && movesOf(history).length === 0
}

interface PartProps {
  history: History
  onSelect: (unitId: string) => void
}

function Successions({ history, onSelect }: PartProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return history.successions.map(({ role, unit, on, kind, legal_basis: basis }) => (
    <li key={`${role}-${unit.id}-${on}`}>
      <span className={classes.when}>
        {format.date(on)} · {t(`unit.succession.${kind}`)}
      </span>
      {t(`unit.history.${role}`)} <UnitLink unit={unit} onSelect={onSelect} />
      {basis && (
        <span className={classes.soft}>
          {[basis.type, basis.number, basis.title].filter(Boolean).join(' ')}
        </span>
      )}
    </li>
  ))
}

/** A unit that was never called otherwise needs no line for its name. */
function Names({ history }: { history: History }) {
  const { t } = useTranslation()
  const span = useSpan()
  if (history.versions.length < 2) return null
  return history.versions.map(({ name, from, to }) => (
    <li key={`${name}-${from}`}>
      <span className={classes.when}>{span(from, to)}</span>
      {t('unit.history.named', { name })}
    </li>
  ))
}

function Places({ history, onSelect }: PartProps) {
  const { t } = useTranslation()
  const span = useSpan()
  return movesOf(history).map(({ line, parent, from, to }) => (
    <li key={`${line}-${parent.id}-${from}`}>
      <span className={classes.when}>{span(from, to)}</span>
      {t(`unit.history.under.${line}`)} <UnitLink unit={parent} onSelect={onSelect} />
    </li>
  ))
}
