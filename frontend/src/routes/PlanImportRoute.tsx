import { getRouteApi } from '@tanstack/react-router'

import { ImportPage } from '@/features/imports/ImportPage'

const route = getRouteApi('/frame/plans/import')

export function PlanImportRoute() {
  const { id } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <ImportPage
      id={id}
      onStarted={(started) => void navigate({ search: { id: started } })}
      onCommitted={(planId, whole) => {
        // What the draft could not take is said first.
        if (whole) void navigate({ to: '/plans/$planId/engagements', params: { planId }, replace: true })
      }}
    />
  )
}
