/** The table of contents: every address of the product, and what its search may hold. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'

import { amendedPlanQuery } from '@/features/amendments/amending'
import { amendmentsQuery, comparisonQuery, type Days } from '@/features/amendments/api'
import { callQuery, type ChildPlanFilters, STANDINGS } from '@/features/childPlans/api'
import { askedQuery } from '@/features/asked/api'
import { dashboardQuery, type DashboardSearch } from '@/features/dashboard/api'
import { editorQuery } from '@/features/editor/api'
import { engagementsQuery } from '@/features/engagements/api'
import {
  CONFIRMATION_STATUSES,
  type DisputeFilters,
  disputeListQuery,
  type FormOf,
  formQuery,
} from '@/features/figures/api'
import { evidenceListQuery, type EvidenceState, KIND_NAMES, ORDERS, VERDICTS } from '@/features/evidence/api'
import {
  CLARIFICATION_STATUSES,
  clarificationListQuery,
  type ClarificationState,
  DIFFICULTY_STATUSES,
  difficultyListQuery,
  type DifficultyState,
} from '@/features/followup/api'
import { toldListQuery } from '@/features/notifications/api'
import { PLAN_STATUSES, type PlanFilters, planListQuery, planQuery } from '@/features/plans/api'
import { rulesQuery } from '@/features/reminders/api'
import {
  REPORT_STATUSES,
  type ReportFilters,
  reportQuery,
  ROUND_STATUSES,
  type RoundFilters,
  roundListQuery,
  roundQuery,
} from '@/features/reports/api'
import {
  type AnswerFilters,
  REQUEST_STATUSES,
  type RequestFilters,
  requestListQuery,
  requestQuery,
} from '@/features/requests/api'
import { type TargetFilters, targetListQuery } from '@/features/targets/api'
import { TASK_SORTS, TASK_STATUSES, type TaskFilters, taskListQuery, taskQuery } from '@/features/tasks/api'
import { LINES, unitQuery, type UnitsState } from '@/features/units/api'
import {
  assignmentQuery,
  LOOKS,
  myWorkQuery,
  OTHERS_VIEWS,
  type OthersView,
  OWES,
  STATUSES,
  WORK_SORTS,
  type WorkState,
} from '@/features/work/api'
import { session } from '@/lib/browserSession'
import { homeOf } from '@/lib/home'
import { meQuery } from '@/lib/me'
import {
  choiceParam,
  dateParam,
  flagParam,
  parseSearch,
  pastDayParam,
  type RawSearch,
  returnParam,
  stringifySearch,
  textParam,
} from '@/lib/search'

import { NoSuchPage, RouteError, RouteNotFound, RoutePending } from './RouteStates'

interface RouterContext {
  queryClient: QueryClient
}

/** Begins to read what a page will show; the page itself says what went wrong. */
function warm(reading: Promise<unknown>): void {
  reading.catch(() => undefined)
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NoSuchPage })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: RawSearch): { from?: string | undefined } => ({
    from: returnParam(search.from),
  }),
  beforeLoad: ({ search }) => {
    if (session.state().status === 'signed-in') throw redirect({ href: search.from ?? '/' })
  },
  component: lazyRouteComponent(() => import('@/features/session/SignInPage'), 'SignInPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('@/features/session/InvitationPage'), 'InvitationPage'),
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('@/features/session/ForgotPasswordPage'), 'ForgotPasswordPage'),
})

const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  beforeLoad: ({ location }) => {
    if (session.state().status !== 'signed-out') return
    const from = location.href === '/' ? undefined : location.href
    throw redirect({ to: '/sign-in', search: { from }, replace: true })
  },
  loader: ({ context }) => warm(context.queryClient.query(meQuery())),
  component: lazyRouteComponent(() => import('./FrameRoute'), 'FrameRoute'),
})

const homeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    // Where nobody can say who is signed in, the page that opens says what went wrong.
    const me = await context.queryClient.query(meQuery()).catch(() => null)
    throw redirect({ to: me ? homeOf(me) : '/plans', replace: true })
  },
})

const dashboardRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/dashboard',
  validateSearch: (search: RawSearch): DashboardSearch => ({
    unit: textParam(search.unit),
    plan: textParam(search.plan),
    period: textParam(search.period),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...asked } }) => asked,
  loader: ({ context, deps }) => warm(context.queryClient.query(dashboardQuery(deps))),
  component: lazyRouteComponent(() => import('./DashboardRoute'), 'DashboardRoute'),
})

const workRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/work',
  validateSearch: (search: RawSearch): { by?: OthersView | undefined } => ({
    by: choiceParam(search.by, OTHERS_VIEWS),
  }),
  loader: ({ context }) => warm(context.queryClient.query(myWorkQuery())),
  component: lazyRouteComponent(() => import('./WorkRoute'), 'WorkRoute'),
})

const assignmentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/assignments',
  validateSearch: (search: RawSearch): WorkState => ({
    q: textParam(search.q),
    plan: textParam(search.plan),
    task: textParam(search.task),
    unit: textParam(search.unit),
    under: textParam(search.under),
    status: choiceParam(search.status, STATUSES),
    owes: choiceParam(search.owes, OWES),
    overdue: flagParam(search.overdue),
    open: flagParam(search.open),
    sort: choiceParam(search.sort, WORK_SORTS),
    look: choiceParam(search.look, LOOKS),
  }),
  component: lazyRouteComponent(() => import('./AssignmentsRoute'), 'AssignmentsRoute'),
})

const assignmentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/assignments/$assignmentId',
  loader: ({ context, params }) => warm(context.queryClient.query(assignmentQuery(params.assignmentId))),
  component: lazyRouteComponent(() => import('./AssignmentRoute'), 'AssignmentRoute'),
})

const plansRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans',
  validateSearch: (search: RawSearch): PlanFilters => ({
    q: textParam(search.q),
    status: choiceParam(search.status, PLAN_STATUSES),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.query(planListQuery(deps))),
  component: lazyRouteComponent(() => import('./PlansRoute'), 'PlansRoute'),
})

/** The plan to copy; or the plan above, and whose plan under it is to be written. */
interface NewPlanSearch {
  from?: string | undefined
  under?: string | undefined
  unit?: string | undefined
}

const newPlanRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/new',
  validateSearch: (search: RawSearch): NewPlanSearch => ({
    from: textParam(search.from),
    under: textParam(search.under),
    unit: textParam(search.unit),
  }),
  component: lazyRouteComponent(() => import('./NewPlanRoute'), 'NewPlanRoute'),
})

const planImportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/import',
  validateSearch: (search: RawSearch): { id?: string | undefined } => ({ id: textParam(search.id) }),
  component: lazyRouteComponent(() => import('./PlanImportRoute'), 'PlanImportRoute'),
})

const planRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/$planId',
  validateSearch: (search: RawSearch): { as_of?: string | undefined } => ({ as_of: pastDayParam(search.as_of) }),
  loader: ({ context, params }) => warm(context.queryClient.query(planQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanRoute'), 'PlanRoute'),
})

function taskSearch(search: RawSearch): TaskFilters {
  return {
    q: textParam(search.q),
    group: textParam(search.group),
    lead: textParam(search.lead),
    status: choiceParam(search.status, TASK_STATUSES),
    overdue: flagParam(search.overdue),
    sort: choiceParam(search.sort, TASK_SORTS),
  }
}

const planTasksRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/',
  validateSearch: taskSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) =>
    warm(context.queryClient.infiniteQuery(taskListQuery({ ...deps, plan: params.planId }))),
  component: lazyRouteComponent(() => import('./PlanTasksRoute'), 'PlanTasksRoute'),
})

function targetSearch(search: RawSearch): TargetFilters & { open?: string | undefined } {
  return { q: textParam(search.q), open: textParam(search.open) }
}

const planTargetsRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/targets',
  validateSearch: targetSearch,
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, params, deps }) =>
    warm(context.queryClient.infiniteQuery(targetListQuery({ ...deps, plan: params.planId }))),
  component: lazyRouteComponent(() => import('./PlanTargetsRoute'), 'PlanTargetsRoute'),
})

const planDocumentRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/document',
  component: lazyRouteComponent(() => import('./PlanDocumentRoute'), 'PlanDocumentRoute'),
})

const planEngagementsRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/engagements',
  validateSearch: (search: RawSearch): { job?: string | undefined } => ({ job: textParam(search.job) }),
  loader: ({ context, params }) => warm(context.queryClient.query(engagementsQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanEngagementsRoute'), 'PlanEngagementsRoute'),
})

const planChildPlansRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/child-plans',
  validateSearch: (search: RawSearch): ChildPlanFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    status: choiceParam(search.status, STANDINGS),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(callQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanChildPlansRoute'), 'PlanChildPlansRoute'),
})

const planRemindersRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/reminders',
  loader: ({ context, params }) => warm(context.queryClient.query(rulesQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanRemindersRoute'), 'PlanRemindersRoute'),
})

const planLifeRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments',
  loader: ({ context, params }) => warm(context.queryClient.query(amendmentsQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanLifeRoute'), 'PlanLifeRoute'),
})

const planAmendRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments/new',
  loader: ({ context, params }) => warm(context.queryClient.query(amendedPlanQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanAmendRoute'), 'PlanAmendRoute'),
})

const planComparisonRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/amendments/comparison',
  validateSearch: (search: RawSearch): Days => ({ from: dateParam(search.from), to: dateParam(search.to) }),
  loaderDeps: ({ search: { from, to } }) => ({ from, to }),
  loader: ({ context, params, deps }) => warm(context.queryClient.query(comparisonQuery(params.planId, deps))),
  component: lazyRouteComponent(() => import('./PlanComparisonRoute'), 'PlanComparisonRoute'),
})

const planEditorRoute = createRoute({
  getParentRoute: () => planRoute,
  path: '/edit',
  loader: ({ context, params }) => warm(context.queryClient.query(editorQuery(params.planId))),
  component: lazyRouteComponent(() => import('./PlanEditorRoute'), 'PlanEditorRoute'),
})

const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  validateSearch: taskSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(taskListQuery(deps))),
  component: lazyRouteComponent(() => import('./TasksRoute'), 'TasksRoute'),
})

const outsideRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks/outside-plan',
  component: lazyRouteComponent(() => import('@/features/outside/OutsidePage'), 'OutsidePage'),
})

const taskRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks/$taskId',
  validateSearch: (search: RawSearch): { as_of?: string | undefined } => ({ as_of: pastDayParam(search.as_of) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => warm(context.queryClient.query(taskQuery(params.taskId, deps.as_of))),
  component: lazyRouteComponent(() => import('./TaskRoute'), 'TaskRoute'),
})

const targetsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/targets',
  validateSearch: targetSearch,
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(targetListQuery(deps))),
  component: lazyRouteComponent(() => import('./TargetsRoute'), 'TargetsRoute'),
})

const unitsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/units',
  validateSearch: (search: RawSearch): UnitsState => ({
    q: textParam(search.q),
    line: choiceParam(search.line, LINES),
    as_of: dateParam(search.as_of),
    unit: textParam(search.unit),
  }),
  component: lazyRouteComponent(() => import('./UnitsRoute'), 'UnitsRoute'),
})

const unitRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/units/$unit',
  loader: ({ context, params }) => warm(context.queryClient.query(unitQuery(params.unit, undefined))),
  component: lazyRouteComponent(() => import('./UnitRoute'), 'UnitRoute'),
})

const evidenceRoute = createRoute({
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
  component: lazyRouteComponent(() => import('./EvidenceRoute'), 'EvidenceRoute'),
})

const difficultiesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/difficulties',
  validateSearch: (search: RawSearch): DifficultyState => ({
    q: textParam(search.q),
    status: choiceParam(search.status, DIFFICULTY_STATUSES),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(difficultyListQuery(deps))),
  component: lazyRouteComponent(() => import('./DifficultiesRoute'), 'DifficultiesRoute'),
})

const clarificationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/clarification-requests',
  validateSearch: (search: RawSearch): ClarificationState => ({
    q: textParam(search.q),
    status: choiceParam(search.status, CLARIFICATION_STATUSES),
    overdue: flagParam(search.overdue),
    open: textParam(search.open),
  }),
  loaderDeps: ({ search: { open: _open, ...filters } }) => filters,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(clarificationListQuery(deps))),
  component: lazyRouteComponent(() => import('./ClarificationsRoute'), 'ClarificationsRoute'),
})

const figuresRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/figures',
  validateSearch: (search: RawSearch): FormOf => ({ unit: textParam(search.unit), period: textParam(search.period) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.query(formQuery(deps))),
  component: lazyRouteComponent(() => import('./FiguresRoute'), 'FiguresRoute'),
})

/** Without a period the one whose report is due first is meant; once it is sent, its receipt stays in sight. */
const askedNowRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/asked',
  validateSearch: (search: RawSearch): { unit?: string | undefined } => ({ unit: textParam(search.unit) }),
  loaderDeps: ({ search }) => search,
  loader: async ({ context, deps }) => {
    const form = await context.queryClient.query(askedQuery(deps))
    context.queryClient.setQueryData(askedQuery({ ...deps, period: form.period }).queryKey, form)
    throw redirect({ to: '/asked/$period', params: { period: form.period }, search: deps, replace: true })
  },
})

const askedRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/asked/$period',
  validateSearch: (search: RawSearch): { unit?: string | undefined } => ({ unit: textParam(search.unit) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, params, deps }) => warm(context.queryClient.query(askedQuery({ ...deps, period: params.period }))),
  component: lazyRouteComponent(() => import('./AskedRoute'), 'AskedRoute'),
})

const disputesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/figures/disputes',
  validateSearch: (search: RawSearch): DisputeFilters => ({ status: choiceParam(search.status, CONFIRMATION_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(disputeListQuery(deps))),
  component: lazyRouteComponent(() => import('./DisputesRoute'), 'DisputesRoute'),
})

const roundsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reporting-rounds',
  validateSearch: (search: RawSearch): RoundFilters => ({ status: choiceParam(search.status, ROUND_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(roundListQuery(deps))),
  component: lazyRouteComponent(() => import('./RoundsRoute'), 'RoundsRoute'),
})

const roundRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reporting-rounds/$roundId',
  validateSearch: (search: RawSearch): ReportFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    status: choiceParam(search.status, REPORT_STATUSES),
    overdue: flagParam(search.overdue),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(roundQuery(params.roundId))),
  component: lazyRouteComponent(() => import('./RoundRoute'), 'RoundRoute'),
})

const reportRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports/$reportId',
  loader: ({ context, params }) => warm(context.queryClient.query(reportQuery(params.reportId))),
  component: lazyRouteComponent(() => import('./ReportRoute'), 'ReportRoute'),
})

const requestsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/data-requests',
  validateSearch: (search: RawSearch): RequestFilters => ({ status: choiceParam(search.status, REQUEST_STATUSES) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => warm(context.queryClient.infiniteQuery(requestListQuery(deps))),
  component: lazyRouteComponent(() => import('./RequestsRoute'), 'RequestsRoute'),
})

const requestRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/data-requests/$requestId',
  validateSearch: (search: RawSearch): AnswerFilters => ({
    q: textParam(search.q),
    under: textParam(search.under),
    answered: choiceParam(search.answered, ['yes', 'no'] as const),
  }),
  loader: ({ context, params }) => warm(context.queryClient.query(requestQuery(params.requestId))),
  component: lazyRouteComponent(() => import('./RequestRoute'), 'RequestRoute'),
})

const notificationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/notifications',
  loader: ({ context }) => warm(context.queryClient.infiniteQuery(toldListQuery())),
  component: lazyRouteComponent(() => import('@/features/notifications/NotificationsPage'), 'NotificationsPage'),
})

const invitationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/invitations',
  component: lazyRouteComponent(() => import('@/features/invitations/InvitationsPage'), 'InvitationsPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/AccountPage'), 'AccountPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  invitationRoute,
  forgotPasswordRoute,
  frameRoute.addChildren([
    homeRoute,
    dashboardRoute,
    workRoute,
    assignmentsRoute,
    assignmentRoute,
    plansRoute,
    newPlanRoute,
    planImportRoute,
    planRoute.addChildren([
      planTasksRoute,
      planTargetsRoute,
      planEngagementsRoute,
      planChildPlansRoute,
      planRemindersRoute,
      planDocumentRoute,
      planLifeRoute,
      planAmendRoute,
      planComparisonRoute,
      planEditorRoute,
    ]),
    tasksRoute,
    outsideRoute,
    taskRoute,
    targetsRoute,
    unitsRoute,
    unitRoute,
    evidenceRoute,
    difficultiesRoute,
    clarificationsRoute,
    askedNowRoute,
    askedRoute,
    figuresRoute,
    disputesRoute,
    roundsRoute,
    requestsRoute,
    requestRoute,
    roundRoute,
    reportRoute,
    notificationsRoute,
    invitationsRoute,
    accountRoute,
  ]),
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: RouteNotFound,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
