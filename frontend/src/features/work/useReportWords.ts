import { useTranslation } from 'react-i18next'

import type { AssignmentDetail } from '@/api/models'
import { useFormat } from '@/hooks/useFormat'

import { productKey, type ProductValue, type ReportValues } from './reportForm'

/** What each field of a report is called, and what it holds, as a reader would say it. */
export function useReportWords(work: AssignmentDetail) {
  const { t } = useTranslation()
  const format = useFormat()
  function product({ done, type, number, issued_on, signer }: ProductValue): string {
    const paper = [type, number, issued_on && format.date(issued_on), signer]
    return [t(`deliverable.status.${done ? 'done' : 'open'}`), ...paper].filter(Boolean).join(' · ')
  }
  const labels = { status: 'status', text: 'text', person: 'person', supervisor: 'supervisor' } as const
  return {
    label: (name: keyof ReportValues): string => {
      const found = work.deliverables.find(({ id }) => productKey(id) === name)
      return found ? found.title : t(`work.report.${labels[name as keyof typeof labels]}`)
    },
    value: (name: keyof ReportValues, values: ReportValues): string => {
      if (name === 'status') return t(`task.status.${values.status}`)
      const value = values[name]
      return typeof value === 'object' ? product(value) : (value ?? '')
    },
  }
}
