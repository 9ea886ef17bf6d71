import { Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { ReportDetail, ReportSection } from '@/api/models'
import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'
import { WorkStatusMark } from '@/components/WorkStatusMark'
import { useDraft } from '@/hooks/useDraft'
import { usePeriod } from '@/hooks/usePeriod'

import { useSave } from './api'
import { Figures, type Proof } from './Figures'
import { Material, Merged, MergedDifficulties, MergedFigures, MergedWork } from './Merged'
import classes from './Reports.module.css'

interface SectionProps {
  section: ReportSection
  report: ReportDetail
  proof: Proof
  /** Where a difficulty is said, while the report is written. */
  raise: (report: ReportDetail) => ReactNode
}

const PARTS = { text: Text, figures: FigureList, assignments: Work, difficulties: Difficulties }

/** One section of a report: written by the unit, or gathered from what the system knows. */
export function Section({ section, report, proof, raise }: SectionProps) {
  const Part = PARTS[section.kind]
  return (
    <Card title={section.title}>
      <Part section={section} report={report} proof={proof} raise={raise} />
    </Card>
  )
}

/** A text that is kept as soon as its field is left; until then this tab holds it. */
function Text({ section, report }: SectionProps) {
  const { t } = useTranslation()
  const draft = useDraft(`report.${report.id}.${section.code}`, { text: section.text ?? '' })
  const save = useSave(report)
  if (!report.may.includes('save')) {
    return <p className={classes.text}>{section.text === '' ? t('report.nothingWritten') : section.text}</p>
  }
  const { text } = draft.values
  const take = (line: string) => {
    const next = [text.trimEnd(), `- ${line}`].filter(Boolean).join('\n')
    draft.set('text', next)
    save.mutate({ [section.code]: next }, { onSuccess: draft.clear })
  }
  return (
    <>
      <Textarea
        aria-label={section.title}
        rows={4}
        value={text}
        onChange={(event) => draft.set('text', event.currentTarget.value)}
        onBlur={() => {
          if (draft.changed) save.mutate({ [section.code]: text }, { onSuccess: draft.clear })
        }}
      />
      <ProblemNotice error={save.error} />
      <p className={classes.soft} role="status">
        {save.isPending ? t('report.saving') : draft.changed ? t('report.notSaved') : save.isSuccess && t('report.saved')}
      </p>
      <Merged report={report}>
        {({ material }) => {
          const items = material.find((each) => each.section === section.code)?.items ?? []
          return items.length > 0 && <Material items={items} text={text} onTake={take} />
        }}
      </Merged>
    </>
  )
}

function FigureList({ report, proof }: SectionProps) {
  return (
    <>
      {(report.below === null || report.figures.length > 0) && <Figures report={report} proof={proof} />}
      <Merged report={report}>{(compilation) => <MergedFigures compilation={compilation} />}</Merged>
    </>
  )
}

function Work({ report, proof }: SectionProps) {
  return (
    <>
      {(report.below === null || report.assignments.length > 0) && <OwnWork report={report} proof={proof} />}
      <Merged report={report}>{(compilation) => <MergedWork compilation={compilation} />}</Merged>
    </>
  )
}

function OwnWork({ report, proof }: Pick<SectionProps, 'report' | 'proof'>) {
  const { t } = useTranslation()
  const period = usePeriod()
  if (report.assignments.length === 0) return <p className={classes.soft}>{t('report.noWork')}</p>
  return (
    <ul className={classes.lines}>
      {report.assignments.map((work) => (
        <li key={work.id}>
          <p className={classes.name}>
            <Link to="/assignments/$assignmentId" params={{ assignmentId: work.id }}>
              {work.name}
            </Link>
          </p>
          <p className={classes.state}>
            <WorkStatusMark status={work.status} />
            <span className={classes.soft}>{period(work.occurrence)}</span>
          </p>
          {work.text && <p className={classes.text}>{work.text}</p>}
          {proof({ type: 'assignment', id: work.id }, report.may.includes('save'))}
        </li>
      ))}
    </ul>
  )
}

function Difficulties({ report, raise }: SectionProps) {
  const own = <OwnDifficulties report={report} />
  const raised = report.difficulties.length > 0
  return (
    <>
      {(report.below === null || raised) && own}
      <Merged report={report}>
        {(compilation) => <MergedDifficulties compilation={compilation} none={!raised && own} />}
      </Merged>
      {report.may.includes('save') && raise(report)}
    </>
  )
}

function OwnDifficulties({ report }: Pick<SectionProps, 'report'>) {
  const { t } = useTranslation()
  if (report.difficulties.length === 0) return <p className={classes.soft}>{t('report.noDifficulties')}</p>
  return (
    <ul className={classes.lines}>
      {report.difficulties.map(({ id, title, text, report_id: raisedIn }) => (
        <li key={id}>
          <p className={classes.name}>
            <Link to="/difficulties" search={{ open: id }}>
              {title}
            </Link>
          </p>
          <p className={classes.text}>{text}</p>
          {raisedIn === report.id && <p className={classes.soft}>{t('report.raisedHere')}</p>}
        </li>
      ))}
    </ul>
  )
}
