/** Plans and everything that stands in one. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router'

import { amendedPlanQuery } from '@/features/amendments/amending'
import { amendmentsQuery, comparisonQuery, type Days } from '@/features/amendments/api'
import { callQuery, type ChildPlanFilters, STANDINGS } from '@/features/childPlans/api'
import { editorQuery } from '@/features/editor/api'
import { engagementsQuery } from '@/features/engagements/api'
import { PLAN_STATUSES, type PlanFilters, planListQuery, planQuery } from '@/features/plans/api'
import { rulesQuery } from '@/features/reminders/api'
import { targetListQuery } from '@/features/targets/api'
import { taskListQuery } from '@/features/tasks/api'
import { choiceParam, dateParam, pastDayParam, type RawSearch, textParam } from '@/lib/search'

import { frameRoute, warm } from './base'
import { targetSearch, taskSearch } from './tasks'

export const plansRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans',
  validateSearch: (search: RawSearch): PlanFilters => ({
    q: textParam(search.q),
    status: choiceParam(search.status, PLAN_STATUSES),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.query(planListQuery(deps))),
  component: lazyRouteComponent(() => import('../PlansRoute'), 'PlansRoute'),
})

/** The plan to copy; or the plan above, and whose plan under it is to be written. */
export interface NewPlanSearch {
  from?: string | undefined
  under?: string | undefined
  unit?: string | undefined
}

export const newPlanRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/new',
  validateSearch: (search: RawSearch): NewPlanSearch => ({
    from: textParam(search.from),
    under: textParam(search.under),
    unit: textParam(search.unit),
  }),
  component: lazyRouteComponent(() => import('../NewPlanRoute'), 'NewPlanRoute'),
})

export const planImportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/import',
  validateSearch: (search: RawSearch): { id?: string | undefined } => ({ id: textParam(search.id) }),
  component: lazyRouteComponent(() => import('../PlanImportRoute'), 'PlanImportRoute'),
})

export const planRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/$planId',
  validateSearch: (search: RawSearch): { as_of?: string | undefined } => ({ as_of: pastDayParam(search.as_of) }),
  loader: ({ context, params }) => warm(context.queryClient.query(planQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanRoute'), 'PlanRoute'),
})

export const planTasksRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/',
  validateSearch: taskSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    warm(context.queryClient.infiniteQuery(taskListQuery({ ...deps, plan: params.planId }))),
  component: lazyRouteComponent(() => import('../PlanTasksRoute'), 'PlanTasksRoute'),
})

export const planTargetsRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/targets',
  validateSearch: targetSearch,
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, params, deps }) =>
    warm(context.queryClient.infiniteQuery(targetListQuery({ ...deps, plan: params.planId }))),
  component: lazyRouteComponent(() => import('../PlanTargetsRoute'), 'PlanTargetsRoute'),
})

export const planDocumentRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/document',
  component: lazyRouteComponent(() => import('../PlanDocumentRoute'), 'PlanDocumentRoute'),
})

export const planEngagementsRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/engagements',
  validateSearch: (search: RawSearch): { job?: string | undefined } => ({ job: textParam(search.job) }),
  loader: ({ context, params }) => warm(context.queryClient.query(engagementsQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanEngagementsRoute'), 'PlanEngagementsRoute'),
})

export const planChildPlansRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/child-plans',
  validateSearch: (search: RawSearch): ChildPlanFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    status: choiceParam(search.status, STANDINGS),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(callQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanChildPlansRoute'), 'PlanChildPlansRoute'),
})

export const planRemindersRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/reminders',
  loader: ({ context, params }) => warm(context.queryClient.query(rulesQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanRemindersRoute'), 'PlanRemindersRoute'),
})

export const planLifeRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments',
  loader: ({ context, params }) => warm(context.queryClient.query(amendmentsQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanLifeRoute'), 'PlanLifeRoute'),
})

export const planAmendRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments/new',
  loader: ({ context, params }) => warm(context.queryClient.query(amendedPlanQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanAmendRoute'), 'PlanAmendRoute'),
})

export const planComparisonRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments/comparison',
  validateSearch: (search: RawSearch): Days => ({ from: dateParam(search.from), to: dateParam(search.to) }),
  loaderDeps: ({ search: { from, to } }) => ({ from, to }),
  loader: ({ context, params, deps }) => warm(context.queryClient.query(comparisonQuery(params.planId, deps))),
  component: lazyRouteComponent(() => import('../PlanComparisonRoute'), 'PlanComparisonRoute'),
})

export const planEditorRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/edit',
  loader: ({ context, params }) => warm(context.queryClient.query(editorQuery(params.planId))),
  component: lazyRouteComponent(() => import('../PlanEditorRoute'), 'PlanEditorRoute'),
})
