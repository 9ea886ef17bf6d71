import { getRouteApi } from '@tanstack/react-router'

import { LineEvidence } from '@/features/evidence/LineEvidence'
import { RaiseDifficulty } from '@/features/followup/RaiseDifficulty'
import { ReportPage } from '@/features/reports/ReportPage'

const route = getRouteApi('/frame/reports/$reportId')

export function ReportRoute() {
  const { reportId } = route.useParams()
  return (
    <ReportPage
      key={reportId}
      reportId={reportId}
      proof={(line, unit, writes) => <LineEvidence {...line} unit={unit} writes={writes} />}
      raise={({ id, unit }) => <RaiseDifficulty inside about={{ unit: unit.id, report_id: id }} />}
    />
  )
}
