import { getRouteApi } from '@tanstack/react-router'

import { UnitsPage } from '@/features/units/UnitsPage'

const route = getRouteApi('/frame/units')

export function UnitsRoute() {
  const state = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <UnitsPage
      state={state}
      onChange={(change) =>
        void navigate({
          search: (before) => ({ ...before, ...change }),
          // Opening a unit is a step one can go back from; typing is not.
          replace: !('unit' in change),
          resetScroll: false,
        })
      }
    />
  )
}
