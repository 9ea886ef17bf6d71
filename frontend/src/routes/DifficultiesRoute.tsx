import { getRouteApi } from '@tanstack/react-router'

import { DifficultiesPage } from '@/features/followup/DifficultiesPage'

const route = getRouteApi('/frame/difficulties')

export function DifficultiesRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <DifficultiesPage
      state={state}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
