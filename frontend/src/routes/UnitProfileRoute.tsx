import { getRouteApi } from '@tanstack/react-router'

import { ProfilePage } from '@/features/dashboard/ProfilePage'

const route = getRouteApi('/frame/units/$unit/profile')

export function UnitProfileRoute() {
  return <ProfilePage unit={route.useParams().unit} />
}
