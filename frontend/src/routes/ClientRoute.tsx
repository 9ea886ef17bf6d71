import { getRouteApi } from '@tanstack/react-router'

import { ClientPage } from '@/features/connections/ClientPage'

const route = getRouteApi('/frame/clients/$clientId')

export function ClientRoute() {
  const { clientId } = route.useParams()
  return <ClientPage clientId={clientId} />
}
