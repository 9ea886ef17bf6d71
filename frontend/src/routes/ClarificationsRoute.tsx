import { getRouteApi } from '@tanstack/react-router'

import { ClarificationsPage } from '@/features/followup/ClarificationsPage'

const route = getRouteApi('/frame/clarification-requests')

export function ClarificationsRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <ClarificationsPage
      state={state}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
