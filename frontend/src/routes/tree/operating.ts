/** What happened, and what is being done. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { type AuditFilters, auditListQuery } from '@/features/audit/api'
import { type BatchFilters, batchListQuery, ENTITIES } from '@/features/batches/api'
import { JOB_STATUSES, type JobFilters, jobListQuery } from '@/features/jobs/api'
import { choiceParam, dateParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'

export const auditRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit',
  validateSearch: (search: RawSearch): AuditFilters => ({
    actor: textParam(search.actor),
    entity: textParam(search.entity),
    entity_id: textParam(search.entity_id),
    action: textParam(search.action),
    unit: textParam(search.unit),
    from: dateParam(search.from),
    to: dateParam(search.to),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(auditListQuery(deps))),
  component: lazyRouteComponent(() => import('../AuditRoute'), 'AuditRoute'),
})

export const jobsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/jobs',
  validateSearch: (search: RawSearch): JobFilters => ({ status: choiceParam(search.status, JOB_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(jobListQuery(deps))),
  component: lazyRouteComponent(() => import('../JobsRoute'), 'JobsRoute'),
})

export const batchesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/batches',
  validateSearch: (search: RawSearch): BatchFilters => ({ entity: choiceParam(search.entity, ENTITIES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(batchListQuery(deps))),
  component: lazyRouteComponent(() => import('../BatchesRoute'), 'BatchesRoute'),
})
