import { getRouteApi } from '@tanstack/react-router'

import { RequestPage } from '@/features/requests/RequestPage'

const route = getRouteApi('/frame/data-requests/$requestId')

export function RequestRoute() {
  const { requestId } = route.useParams()
  const filters = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <RequestPage
      requestId={requestId}
      filters={filters}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
