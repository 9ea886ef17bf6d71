/** Evidence. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { evidenceListQuery, type EvidenceState, KIND_NAMES, ORDERS, VERDICTS } from '@/features/evidence/api'
import { choiceParam, flagParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const sharedRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/shared',
  component: lazyRouteComponent(() => import('@/features/evidence/SharedPage'), 'SharedPage'),
})

export const evidenceRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/evidence',
  validateSearch: (search: RawSearch): EvidenceState => ({
    q: textParam(search.q),
    verdict: choiceParam(search.verdict, VERDICTS),
    kind: choiceParam(search.kind, KIND_NAMES),
    sort: choiceParam(search.sort, ORDERS),
    duplicates: flagParam(search.duplicates),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(evidenceListQuery(deps))),
  component: lazyRouteComponent(() => import('../EvidenceRoute'), 'EvidenceRoute'),
})
