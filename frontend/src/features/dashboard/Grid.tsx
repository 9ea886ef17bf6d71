import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Dashboard, DashboardGrid } from '@/api/models'
import { Card } from '@/components/Card'
import { UnitName } from '@/components/UnitName'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import classes from './Grid.module.css'

/** Rows before the rest is asked for: the latest come first. */
const FIRST = 12

type GridRow = DashboardGrid['rows'][number]
type Cell = GridRow['cells'][number]

/** How much of a period a unit has told, as its colour says it: all, some, nothing; or nothing is asked. */
const levelOf = ({ reported, expected }: Cell) =>
  expected === 0 ? 'unasked' : reported >= expected ? 'all' : reported > 0 ? 'some' : 'none'

/** Who is late: the units right below by the newest periods, whoever owes the most first. */
export function Grid({ page }: { page: Dashboard }) {
  const { t } = useTranslation()
  const period = usePeriod()
  const [whole, setWhole] = useState(false)
  const { periods, rows } = page.grid
  if (rows.length === 0 || periods.length === 0) return null
  const shown = whole ? rows : rows.slice(0, FIRST)
  return (
    <Card title={t('dashboard.grid.title')} aside={<Legend />} flush>
      <div className={classes.frame} role="group" aria-label={t('dashboard.grid.title')}>
        <table className={classes.grid}>
          <caption className={classes.caption}>{t('dashboard.grid.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('dashboard.grid.unit')}</th>
              {periods.map((each) => (
                <th key={each.period} scope="col">
                  {period(each.period)}
                  {each.ends_on >= page.today && <span className={classes.running}>{t('dashboard.grid.running')}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.unit.id} row={row} page={page} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > FIRST && (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => setWhole(!whole)} aria-expanded={whole}>
            {whole ? t('dashboard.grid.fewer') : t('dashboard.grid.all', { count: rows.length })}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Legend() {
  const { t } = useTranslation()
  return (
    <ul className={classes.legend} aria-label={t('dashboard.grid.legend')}>
      {(['all', 'some', 'none'] as const).map((level) => (
        <li key={level} data-level={level}>
          {t(`dashboard.grid.level.${level}`)}
        </li>
      ))}
    </ul>
  )
}

function Row({ row, page }: { row: GridRow; page: Dashboard }) {
  const { t } = useTranslation()
  const rest = row.unit.id === page.figures_of.id
  const opens = !rest && page.kind !== 'commune'
  return (
    <tr>
      <th scope="row">{rest ? t('dashboard.grid.rest') : <UnitName unit={row.unit} />}</th>
      {page.grid.periods.map(({ period }, place) => {
        const cell = row.cells[place]
        return <td key={period}>{cell && <Told cell={cell} unit={opens ? row.unit : undefined} period={period} />}</td>
      })}
    </tr>
  )
}

interface ToldProps {
  cell: Cell
  /** Whose schools a tap lists, the silent ones first; absent where there are none below. */
  unit: GridRow['unit'] | undefined
  period: string
}

function Told({ cell, unit, period }: ToldProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const level = levelOf(cell)
  if (level === 'unasked') return <span className={classes.unasked}>–</span>
  const text = t('dashboard.grid.told', { reported: format.number(cell.reported), expected: format.number(cell.expected) })
  if (unit === undefined) return <span className={classes.cell} data-level={level}>{text}</span>
  return (
    <Link
      to="/dashboard"
      search={{ unit: unit.code ?? unit.id, period }}
      className={classes.cell}
      data-level={level}
      title={t('dashboard.grid.open', { unit: unit.name })}
    >
      {text}
    </Link>
  )
}
