import { getRouteApi, Outlet, useMatches } from '@tanstack/react-router'

import { PlanHeading } from '@/features/plans/PlanHeading'

const route = getRouteApi('/frame/plans/$planId')

/** The parts of a plan that are read as of a day; the others are of today whatever the address says. */
const OF_A_DAY = {
  '/frame/plans/$planId/': '/plans/$planId',
  '/frame/plans/$planId/targets': '/plans/$planId/targets',
  '/frame/plans/$planId/document': '/plans/$planId/document',
} as const

const isOfADay = (part: string): part is keyof typeof OF_A_DAY => part in OF_A_DAY

export function PlanRoute() {
  const params = route.useParams()
  const { as_of: day } = route.useSearch()
  const navigate = route.useNavigate()
  const part = useMatches({ select: (matches) => matches.map(({ routeId }) => routeId as string).find(isOfADay) })
  return (
    <PlanHeading
      planId={params.planId}
      asOf={part && day}
      onAsOf={(chosen) =>
        void navigate({
          to: part ? OF_A_DAY[part] : '/plans/$planId',
          params,
          search: (before) => ({ ...before, as_of: chosen }),
          resetScroll: false,
        })
      }
    >
      <Outlet />
    </PlanHeading>
  )
}
