import { getRouteApi } from '@tanstack/react-router'

import { PersonPage } from '@/features/people/PersonPage'

const route = getRouteApi('/frame/users/$userId')

export function UserRoute() {
  const { userId } = route.useParams()
  return <PersonPage userId={userId} />
}
