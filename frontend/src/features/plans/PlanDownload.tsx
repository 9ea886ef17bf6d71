import { useTranslation } from 'react-i18next'

import { DocumentMenu } from '@/components/DocumentMenu'
import { ProblemNotice } from '@/components/Notice'

import { useDownloadPlan } from './api'
import classes from './PlanDownload.module.css'

/** The plan as a paper, to keep, sign or correct. */
export function PlanDownload({ planId, asOf }: { planId: string; asOf?: string | undefined }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useDownloadPlan(planId, asOf)
  const names = { docx: t('plan.download.docx'), pdf: t('plan.download.pdf'), xlsx: t('plan.download.xlsx') }
  return (
    <div className={classes.place}>
      <DocumentMenu label={t('plan.download.open')} names={names} isPending={isPending} onPick={mutate} />
      <ProblemNotice error={error} />
    </div>
  )
}
