import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Dashboard } from '@/api/models'
import { Card } from '@/components/Card'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import type { Acts } from './acts'
import classes from './Dashboard.module.css'

type Round = Dashboard['work']['rounds'][number]
type Line = Round['units'][number]

/** The periodic reports of the open rounds: how many came, a line for each unit they stand under. */
export function Rounds({ page, acts }: { page: Dashboard; acts: Acts }) {
  const { t } = useTranslation()
  const { rounds } = page.work
  if (rounds.length === 0) return null
  return (
    <Card title={t('dashboard.rounds.title')}>
      {rounds.map((round) => (
        <OpenRound key={round.id} round={round} page={page} acts={acts} />
      ))}
    </Card>
  )
}

interface OpenRoundProps {
  round: Round
  page: Dashboard
  acts: Acts
}

function OpenRound({ round, page, acts }: OpenRoundProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const name = `${round.title} – ${period(round.period)}`
  return (
    <div className={classes.round}>
      <h3>
        <Link to="/reporting-rounds/$roundId" params={{ roundId: round.id }}>
          {name}
        </Link>
      </h3>
      <p className={classes.said}>
        {round.due_at && `${t('dashboard.owes.due', { date: format.date(round.due_at) })} · `}
        <Words counts={round} />
      </p>
      {acts.waiting && <div className={classes.many}>{acts.waiting(round, round, receiverOf(page))}</div>}
      {round.units.length > 0 && (
        // A province has a hundred communes: they scroll in their place, within reach of the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.lines} role="region" aria-label={name} tabIndex={0}>
          <ul className={classes.items}>
            {round.units.map((line) => (
              <li key={line.unit.id}>
                <Link
                  to="/reporting-rounds/$roundId"
                  params={{ roundId: round.id }}
                  search={{ under: line.unit.code ?? line.unit.id }}
                >
                  {line.unit.name}
                </Link>
                <span className={classes.said}>
                  <Words counts={line} />
                </span>
                <LineActs round={round} line={line} page={page} acts={acts} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** For whom what is received on a page must be; a department's people receive for all below as well. */
const receiverOf = ({ kind, unit }: Dashboard) => (kind === 'department' ? undefined : (unit.code ?? unit.id))

function LineActs({ round, line, page, acts }: OpenRoundProps & { line: Line }) {
  const { code, name } = line.unit
  if (code === null) return null
  const lagging = line.expected > line.came && acts.lagging?.(round, { code, name }, page.today)
  const waiting = acts.waiting?.(round, line, receiverOf(page), { code, name })
  return lagging || waiting ? (
    <div className={classes.acts}>
      {waiting}
      {lagging}
    </div>
  ) : null
}

/** How many came, were received, came late, and are overdue; what is none is left out. */
function Words({ counts }: { counts: Omit<Line, 'unit'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { came, expected, overdue } = counts
  const parts = (['received', 'returned', 'late'] as const).filter((name) => counts[name] > 0)
  return (
    <>
      {t('dashboard.rounds.came', { came: format.number(came), expected: format.number(expected) })}
      {parts.map((name) => ` · ${t(`dashboard.rounds.${name}`, { reports: format.number(counts[name]) })}`)}
      {overdue > 0 && (
        <span data-late>{` · ${t('dashboard.rounds.overdue', { reports: format.number(overdue) })}`}</span>
      )}
    </>
  )
}
