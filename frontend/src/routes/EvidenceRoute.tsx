import { getRouteApi } from '@tanstack/react-router'

import { EvidencePage } from '@/features/evidence/EvidencePage'

const route = getRouteApi('/frame/evidence')

export function EvidenceRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <EvidencePage
      state={state}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}
