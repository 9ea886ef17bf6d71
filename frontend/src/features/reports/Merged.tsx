import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { Compilation, ReportDetail, SaidAlike } from '@/api/models'
import { StandingMark } from '@/components/StandingMark'
import { QueryView } from '@/components/ViewState'
import { WorkStatusMark } from '@/components/WorkStatusMark'
import { useFormat } from '@/hooks/useFormat'

import { compilationQuery } from './api'
import classes from './Reports.module.css'

interface MergedProps {
  report: ReportDetail
  children: (compilation: Compilation) => ReactNode
}

/** What a report merges from those below it; nothing where none are. */
export function Merged({ report, children }: MergedProps) {
  const { t } = useTranslation()
  const query = useQuery({ ...compilationQuery(report), enabled: report.below !== null })
  if (report.below === null) return null
  return (
    <QueryView query={query} skeleton={<p className={classes.soft}>{t('report.merged.reading')}</p>}>
      {children}
    </QueryView>
  )
}

/** The targets with what all units below make of them. */
export function MergedFigures({ compilation }: { compilation: Compilation }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (compilation.figures.length === 0) return null
  const nearest = Math.min(...compilation.figures.map(({ target }) => target.year))
  return (
    <section className={classes.merged}>
      <h3 className={classes.name}>{t('report.merged.figures')}</h3>
      <ol className={classes.lines}>
        {compilation.figures.map((line) => (
          <li key={line.id}>
            <p className={classes.name}>{line.name}</p>
            {line.audience !== null && <p className={classes.soft}>{line.audience.name}</p>}
            <p className={classes.state}>
              <strong>{valueOf(line, format.figure) ?? t('report.merged.noFigure')}</strong>
              <span className={classes.soft}>
                {t('report.merged.goal', { text: line.target.text })}
                {line.target.year !== nearest && ` (${t('target.byYear', { year: line.target.year })})`}
              </span>
              {line.status !== null && <StandingMark standing={line.status} />}
            </p>
            <p className={classes.soft}>
              {line.denominator !== null &&
                line.value !== null &&
                `${format.number(line.numerator ?? 0)}/${format.number(line.denominator)} · `}
              {t('report.merged.coverage', {
                reported: format.number(line.units_reported),
                expected: format.number(line.units_expected),
              })}
              {line.value !== null && ` · ${t('report.merged.cutoff', { date: format.date(line.cutoff) })}`}
              {line.forecast !== null &&
                ` · ${t('report.merged.forecast', { value: `${format.figure(line.forecast)} ${line.unit_of_measure}` })}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function valueOf(line: Compilation['figures'][number], figure: (value: number) => string): string | null {
  return line.value === null ? null : `${figure(line.value)} ${line.unit_of_measure}`
}

/** The tasks with where the work on them stands below. */
export function MergedWork({ compilation }: { compilation: Compilation }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (compilation.tasks.length === 0) return null
  return (
    <details className={classes.merged}>
      <summary>{t('report.merged.tasks', { count: compilation.tasks.length })}</summary>
      <ul className={classes.lines}>
        {compilation.tasks.map((task) => (
          <li key={task.id}>
            <p className={classes.name}>
              <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
                {task.name}
              </Link>
            </p>
            <p className={classes.state}>
              <WorkStatusMark status={task.status} />
              <span className={classes.soft}>{task.leads.join(', ')}</span>
            </p>
            {task.work.total > 0 && (
              <p className={classes.soft}>
                {t('report.merged.work', {
                  completed: format.number(task.work.completed),
                  total: format.number(task.work.total),
                })}
                {task.work.overdue > 0 && ` · ${t('report.merged.overdue', { count: task.work.overdue })}`}
              </p>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

interface MergedDifficultiesProps {
  compilation: Compilation
  /** Said where nobody below raises any. */
  none: ReactNode
}

/** What stands in the way below, those alike as one. */
export function MergedDifficulties({ compilation, none }: MergedDifficultiesProps) {
  const { t } = useTranslation()
  if (compilation.difficulties.length === 0) return none
  return (
    <section className={classes.merged}>
      <h3 className={classes.name}>{t('report.merged.difficulties')}</h3>
      <ul className={classes.lines}>
        {compilation.difficulties.map((said) => (
          <li key={said.text}>
            <p className={classes.name}>{said.text}</p>
            {said.more.map((text) => (
              <p key={text} className={classes.text}>
                {text}
              </p>
            ))}
            <Who said={said} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface MaterialProps {
  items: SaidAlike[]
  text: string
  onTake: (line: string) => void
}

/** What those below wrote in a section, to take over line by line. */
export function Material({ items, text, onTake }: MaterialProps) {
  const { t } = useTranslation()
  return (
    <details className={classes.merged}>
      <summary>{t('report.merged.material', { count: items.length })}</summary>
      <ul className={classes.lines}>
        {items.map((said) => {
          const taken = text.includes(said.text)
          return (
            <li key={said.text} className={classes.material}>
              <div>
                <p className={classes.text}>{said.text}</p>
                <Who said={said} />
              </div>
              <Button size="compact-sm" variant="default" disabled={taken} onClick={() => onTake(said.text)}>
                {taken ? t('report.merged.taken') : t('report.merged.take')}
              </Button>
            </li>
          )
        })}
      </ul>
    </details>
  )
}

/** Units named beside what they say; the others are counted. */
const NAMED = 3

function Who({ said }: { said: SaidAlike }) {
  const { t } = useTranslation()
  const units = said.units.slice(0, NAMED).join(', ')
  const more = said.count - NAMED
  return (
    <p className={classes.soft}>
      {said.count > 1 && `${t('report.merged.by', { count: said.count })}: `}
      {more > 0 ? t('report.merged.who', { units, more }) : units}
    </p>
  )
}
