import { getRouteApi } from '@tanstack/react-router'

import { REASONS, RefusedPage } from '@/features/session/RefusedPage'
import { choiceParam } from '@/lib/search'

const route = getRouteApi('/sign-in/refused')

export function RefusedRoute() {
  const { reason, provider } = route.useSearch()
  return <RefusedPage reason={choiceParam(reason, REASONS) ?? 'invalid'} provider={provider} />
}
