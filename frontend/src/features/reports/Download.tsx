import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { ReportDetail } from '@/api/models'
import { type DocumentFormat, DocumentMenu } from '@/components/DocumentMenu'
import { Notice, ProblemNotice } from '@/components/Notice'
import { isOver, useJob } from '@/hooks/useJob'

import { useDownloadReport, useDrawReport } from './api'
import classes from './Reports.module.css'

/** The report as a paper; one that is compiled from others is drawn by the worker first. */
export function Download({ report }: { report: ReportDetail }) {
  const { t } = useTranslation()
  const draw = useDrawReport(report.id)
  const download = useDownloadReport(report.id)
  const format = draw.variables
  const jobId = draw.data?.job ?? null
  const pick = (wanted: DocumentFormat) => {
    draw.reset()
    if (report.below === null) download.mutate(wanted)
    else draw.mutate(wanted)
  }
  const names = { docx: t('report.download.docx'), pdf: t('report.download.pdf'), xlsx: t('report.download.xlsx') }
  return (
    <div className={classes.download}>
      <DocumentMenu
        label={t('report.download.open')}
        names={names}
        isPending={draw.isPending || download.isPending}
        onPick={pick}
      />
      {jobId !== null && format !== undefined && (
        <Making
          jobId={jobId}
          onDone={() => {
            draw.reset()
            download.mutate(format)
          }}
        />
      )}
      <ProblemNotice error={draw.error ?? download.error} />
    </div>
  )
}

/** How far the compiling is; when it is done the file is fetched, once. */
function Making({ jobId, onDone }: { jobId: string; onDone: () => void }) {
  const { t } = useTranslation()
  const { data: job, isError } = useJob(jobId)
  const fetched = useRef<string | null>(null)
  const succeeded = job?.status === 'succeeded'
  useEffect(() => {
    if (!succeeded || fetched.current === jobId) return
    fetched.current = jobId
    onDone()
  }, [succeeded, jobId, onDone])
  if (isError || (job !== undefined && isOver(job) && !succeeded)) {
    return <Notice tone="problem">{t('report.download.failed')}</Notice>
  }
  const { done = 0, total = null } = job?.progress ?? {}
  return (
    <div role="status" className={classes.making}>
      <progress
        className={classes.bar}
        aria-label={t('report.download.making')}
        {...(total === null ? {} : { value: done, max: total })}
      />
      <p className={classes.soft}>{t('report.download.making')}</p>
    </div>
  )
}
