import { useTranslation } from 'react-i18next'

import type { Report, ReportDetail, ReportFigure } from '@/api/models'
import { Notice } from '@/components/Notice'

import classes from './Reports.module.css'

const UNUSUAL = ['fell', 'jump', 'whole_jump'] as const
type Flaw = 'missing' | (typeof UNUSUAL)[number]

/** What is wrong with a figure that is asked: not answered, or unlike the period before. */
export function flawsOf({ asked, answer, warnings }: ReportFigure): Flaw[] {
  if (!asked) return []
  return answer === null ? ['missing'] : UNUSUAL.filter((name) => warnings.includes(name))
}

/** Whether a report waits with figures to be looked at. */
export const isFlawed = ({ status, flaws }: Pick<Report, 'status' | 'flaws'>) => status === 'sent' && flaws > 0

/** The lines of a report that keep it from being received unread, each with why and what the unit says to it. */
export function Flaws({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const lines = report.figures.flatMap((figure) => flawsOf(figure).map((flaw) => ({ figure, flaw })))
  if (!isFlawed(report) || lines.length === 0) return null
  return (
    <Notice tone="warn">
      <p className={classes.name}>{t('report.flawed', { count: lines.length })}</p>
      <ul>
        {lines.map(({ figure, flaw }) => (
          <li key={figure.id + flaw}>
            {figure.name}: {t(`report.flaw.${flaw}`)}
            {figure.note && ` (${t('report.explained', { note: figure.note })})`}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
