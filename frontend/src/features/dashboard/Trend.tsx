import { useTranslation } from 'react-i18next'

import type { TargetStanding } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { drawing } from './drawing'
import classes from './Trend.module.css'

const WIDTH = 120
const HEIGHT = 32

/** How a target's figure went over the year, with last year behind it and what is wanted as a line; said in words too. */
export function Trend({ target }: { target: TargetStanding }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const drawn = drawing(target.trend, target.target.value, WIDTH, HEIGHT)
  if (drawn === null) return null
  const words = target.trend
    .filter(({ value }) => value !== null)
    .map((point) => `${period(point.period)}: ${format.figure(point.value ?? 0)} ${target.unit_of_measure}`)
  return (
    <svg
      className={classes.trend}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('dashboard.targets.trendOf', { figures: words.join('; ') })}
    >
      {drawn.goal !== null && <line className={classes.goal} x1={0} x2={WIDTH} y1={drawn.goal} y2={drawn.goal} />}
      {drawn.before !== '' && <polyline className={classes.before} points={drawn.before} />}
      <polyline className={classes.now} points={drawn.now} />
      {drawn.last && <circle className={classes.last} cx={drawn.last.x} cy={drawn.last.y} r={3} />}
    </svg>
  )
}

/** The figures behind the drawing. */
export function TrendTable({ target }: { target: TargetStanding }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const figure = (value: number | null) => (value === null ? '–' : `${format.figure(value)} ${target.unit_of_measure}`)
  return (
    <table className={classes.table}>
      <caption>{t('dashboard.targets.figures')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('dashboard.targets.period')}</th>
          <th scope="col">{t('dashboard.targets.thisYear')}</th>
          <th scope="col">{t('dashboard.targets.lastYear')}</th>
        </tr>
      </thead>
      <tbody>
        {target.trend.map((point) => (
          <tr key={point.period}>
            <th scope="row">{period(point.period)}</th>
            <td>{figure(point.value)}</td>
            <td>{figure(point.last_year)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
