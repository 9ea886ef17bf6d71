import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { Card } from '@/components/Card'

import { EvidenceOf } from './EvidenceOf'

interface WorkEvidenceProps {
  assignment: string
  unit: Ref
  /** Whether the reader sends for the unit. */
  writes: boolean
}

/** The proof of one piece of work, and where more of it is sent. */
export function WorkEvidence({ assignment, unit, writes }: WorkEvidenceProps) {
  const { t } = useTranslation()
  return (
    <Card title={t('evidence.title')}>
      <EvidenceOf type="assignment" id={assignment} unit={unit} writes={writes} />
    </Card>
  )
}
