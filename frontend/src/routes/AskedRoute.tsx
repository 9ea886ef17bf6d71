import { getRouteApi } from '@tanstack/react-router'

import { AskedPage } from '@/features/asked/AskedPage'

const route = getRouteApi('/frame/asked/$period')

export function AskedRoute() {
  return <AskedPage of={{ ...route.useSearch(), ...route.useParams() }} />
}
