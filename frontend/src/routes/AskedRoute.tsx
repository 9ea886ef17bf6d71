import { getRouteApi } from '@tanstack/react-router'

import { AskedPage } from '@/features/asked/AskedPage'

const now = getRouteApi('/frame/asked')
const route = getRouteApi('/frame/asked/$period')

/** Without a period the one whose report is due first is meant. */
export function AskedNowRoute() {
  return <AskedPage of={now.useSearch()} />
}

export function AskedRoute() {
  return <AskedPage of={{ ...route.useSearch(), ...route.useParams() }} />
}
