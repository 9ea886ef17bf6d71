import { getRouteApi } from '@tanstack/react-router'

import { UnitFollowup } from '@/features/followup/UnitFollowup'
import { UnitPage } from '@/features/units/UnitPage'
import { UnitWork } from '@/features/work/UnitWork'

const route = getRouteApi('/frame/units/$unit')

export function UnitRoute() {
  const { unit } = route.useParams()
  const navigate = route.useNavigate()
  return (
    <UnitPage
      unitId={unit}
      work={(found) => <UnitWork unit={found} />}
      followup={(found) => <UnitFollowup unit={found} />}
      onSelect={(next) => void navigate({ to: '/units/$unit', params: { unit: next } })}
    />
  )
}
