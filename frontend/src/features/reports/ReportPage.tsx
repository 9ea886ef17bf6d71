import { Button } from '@mantine/core'
import { IconCircleCheck, IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref, ReportDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { Facts } from '@/components/Facts'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { usePeriod } from '@/hooks/usePeriod'

import { reportQuery, useCorrect, useReceive, useSend } from './api'
import { ChangedBelow } from './ChangedBelow'
import { Download } from './Download'
import { Extending } from './Extending'
import type { ProvenLine } from './Figures'
import { Flaws } from './Flaws'
import { ReasonForm } from './ReasonForm'
import classes from './Reports.module.css'
import { ReturnForm } from './ReturnForm'
import { Section } from './Section'
import { StatusMark } from './StatusMark'
import { lineName } from './lines'

interface ReportPageProps {
  reportId: string
  /** What was shown for a line of a unit's report, and where more is sent. */
  proof?: (line: ProvenLine, unit: Ref, writes: boolean) => ReactNode
  /** Where a difficulty is said. */
  raise?: (report: ReportDetail) => ReactNode
}

/** One unit's report of a period: what it says, and what the reader may do with it now. */
export function ReportPage({ reportId, proof, raise }: ReportPageProps) {
  const query = useQuery(reportQuery(reportId))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(report) => (
        <div className={classes.stack}>
          <Head report={report} />
          <Download report={report} />
          <Returned report={report} />
          <Flaws report={report} />
          {report.prefilled && <Prefilled />}
          <ChangedBelow report={report} />
          {report.sections.map((section) => (
            <Section
              key={section.code}
              section={section}
              report={report}
              proof={(line, writes) => proof?.(line, report.unit, writes)}
              raise={(of) => raise?.(of)}
            />
          ))}
          <Acts report={report} />
          <MoreTime report={report} />
          <History report={report} />
        </div>
      )}
    </QueryView>
  )
}

function Head({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const { round, unit, to, receipt_code: receipt, sent_at: sent, due_at: due, below } = report
  return (
    <>
      <PageHeader
        title={`${round.name} – ${period(report.period)}`}
        over={
          <Link to="/reporting-rounds/$roundId" params={{ roundId: round.id }}>
            {t('report.toRound')}
          </Link>
        }
      >
        <span>{unit.name}</span>
        <StatusMark report={report} />
      </PageHeader>
      <Facts
        columns
        facts={[
          { label: t('report.column.to'), value: to.name },
          { label: t('report.column.due'), value: due ? format.date(due) : t('report.noDue') },
          { label: t('report.cutoff'), value: format.date(report.cutoff_on) },
          { label: t('report.column.sent'), value: sent && format.dateTime(sent) },
          { label: t('report.receipt'), value: receipt && <strong>{receipt}</strong> },
          { label: t('report.list'), value: below && t('report.came', { came: below.sent + below.received, expected: below.expected }) },
          { label: t('report.edition'), value: report.edition > 1 && report.edition },
        ]}
      />
    </>
  )
}

/** More time for one that has not come; the server has the last word. */
function MoreTime({ report: { round, unit, status } }: { report: ReportDetail }) {
  const may = useMay('report:extend')
  if (!may || (status !== 'draft' && status !== 'returned')) return null
  return (
    <div className={classes.acts}>
      <Extending round={round.id} of={{ unit: unit.code ?? unit.id }} name={unit.name} />
    </div>
  )
}

function Returned({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  if (report.status !== 'returned') return null
  return (
    <Notice tone="warn">
      <p className={classes.name}>{t(`report.returnedBy.${report.wording}`, { unit: report.to.name })}</p>
      <ul>
        {report.returned.map(({ line, reason }) => (
          <li key={line}>
            {lineName(report, line)}: {reason}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Prefilled() {
  const { t } = useTranslation()
  return <Notice tone="info">{t('report.prefilled')}</Notice>
}

/** What may be done with it: sent by the unit, received or sent back by those it is for. */
function Acts({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState<'return' | 'correct' | null>(null)
  const send = useSend(report)
  const receive = useReceive(report)
  const correct = useCorrect(report)
  const may = new Set<string>(report.may)
  const done = () => setAsking(null)
  if (asking === 'return') return <ReturnForm report={report} onDone={done} />
  if (asking === 'correct') return <ReasonForm act={correct} onDone={done} />
  return (
    <div className={classes.acts}>
      <ProblemNotice error={send.error ?? receive.error} />
      {may.has('send') && (
        <Button
          leftSection={<IconSend size={16} aria-hidden="true" />}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t('report.send')}
        </Button>
      )}
      {may.has('receive') && (
        <Button
          leftSection={<IconCircleCheck size={16} aria-hidden="true" />}
          loading={receive.isPending}
          onClick={() => receive.mutate()}
        >
          {t('report.receive')}
        </Button>
      )}
      {may.has('return') && (
        <Button variant="default" onClick={() => setAsking('return')}>
          {t(`report.return.${report.wording}`)}
        </Button>
      )}
      {may.has('correct') && (
        <Button variant="default" onClick={() => setAsking('correct')}>
          {t('report.correct')}
        </Button>
      )}
      {send.isSuccess && report.receipt_code !== null && report.status === 'sent' && (
        <Notice tone="good">{t('report.sentWith', { code: report.receipt_code })}</Notice>
      )}
    </div>
  )
}

function History({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (report.history.length === 0) return null
  return (
    <Card title={t('followup.history')}>
      <ol className={classes.lines}>
        {report.history.map((act) => (
          <li key={act.at + act.act}>
            <p className={classes.name}>
              {act.act === 'returned' ? t(`report.returned.${report.wording}`) : t(`report.act.${act.act}`)}
            </p>
            <p className={classes.soft}>
              {format.dateTime(act.at)} · {act.by}
              {act.on_behalf && ` · ${t('report.onBehalf')}`}
            </p>
            {act.text && <p className={classes.text}>{act.text}</p>}
          </li>
        ))}
      </ol>
    </Card>
  )
}
