import { getRouteApi } from '@tanstack/react-router'

import { ReportPage } from '@/features/reports/ReportPage'

const route = getRouteApi('/frame/reports/$reportId')

export function ReportRoute() {
  const { reportId } = route.useParams()
  return <ReportPage key={reportId} reportId={reportId} />
}
