import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ChangedFigure, Figure, ReportDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { useFigureWords } from '@/hooks/useFigureWords'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import { changedBelowQuery } from './api'
import classes from './Reports.module.css'

const FIRST = 5

/** Figures of received reports below that changed since: what they were, what they are, and who changed them. */
export function ChangedBelow({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const [whole, setWhole] = useState(false)
  const { data } = useQuery({ ...changedBelowQuery(report), enabled: report.below !== null })
  if (data === undefined || data.total === 0) return null
  const shown = whole ? data.items : data.items.slice(0, FIRST)
  return (
    <Card title={t('report.changed.title', { count: data.total })}>
      <p className={classes.soft}>{t(`report.changed.${report.status === 'draft' ? 'live' : 'kept'}`)}</p>
      <ul className={classes.lines}>
        {shown.map((change) => (
          <li key={change.line}>
            <Change change={change} />
          </li>
        ))}
      </ul>
      {data.items.length > FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? t('report.changed.fewer') : t('report.changed.all', { count: data.items.length })}
        </Button>
      )}
    </Card>
  )
}

function Change({ change }: { change: ChangedFigure }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const words = useFigureWords()
  const said = (figure: Figure | null) => (figure === null ? t('report.notAnswered') : words(figure, change.unit_of_measure))
  return (
    <>
      <p className={classes.name}>
        <Link to="/reports/$reportId" params={{ reportId: change.report_id }}>
          {change.unit.name}
        </Link>
      </p>
      <p className={classes.text}>
        {change.indicator.name} · {period(change.period)}
      </p>
      <p className={classes.moved}>
        <span>
          <span className={classes.soft}>{t('report.changed.before')}</span> {said(change.before)}
        </span>
        <span aria-hidden="true">→</span>
        <strong>
          <span className={classes.soft}>{t('report.changed.now')}</span> {said(change.now)}
        </strong>
      </p>
      <p className={classes.soft}>
        {format.dateTime(change.at)} · {change.by}
        {change.on_behalf && ` · ${t('report.onBehalf')}`}
      </p>
      {(change.reason ?? change.note) && <p className={classes.text}>{change.reason ?? change.note}</p>}
    </>
  )
}
