import { useTranslation } from 'react-i18next'

import type { ReportingRule } from '@/api/models'
import { namesOf } from '@/lib/party'

import classes from './forms/Fields.module.css'

/** Who reports, through whom and to whom; how often and by when. */
export function ReportingLines({ rule }: { rule: Pick<ReportingRule, 'who' | 'via' | 'to' | 'cadence' | 'due_text'> }) {
  const { t } = useTranslation()
  const steps = [namesOf(rule.who), namesOf(rule.via), namesOf(rule.to)].filter((names) => names !== '')
  const when = [rule.cadence && t(`reporting.cadence.${rule.cadence}`), rule.due_text].filter(Boolean).join(' · ')
  return (
    <>
      <p className={classes.soft}>{steps.length > 0 ? steps.join(' → ') : t('reporting.nobody')}</p>
      {when && <p className={classes.soft}>{when}</p>}
    </>
  )
}
