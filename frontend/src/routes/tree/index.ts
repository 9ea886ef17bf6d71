/** The table of contents: every address of the product; what each holds stands in the file of its part. */
import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'

import { parseSearch, stringifySearch } from '@/lib/search'

import { RouteError, RouteNotFound, RoutePending } from '../RouteStates'
import { accountRoute, invitationsRoute, notificationsRoute } from './account'
import { frameRoute, rootRoute } from './base'
import { clientRoute, clientsRoute, webhookRoute, webhooksRoute } from './connections'
import { evidenceRoute, sharedRoute } from './evidence'
import { askedNowRoute, askedRoute, disputesRoute, figuresRoute } from './figures'
import { clarificationsRoute, difficultiesRoute } from './followup'
import { dashboardRoute, homeRoute } from './home'
import { auditRoute, batchesRoute, jobsRoute } from './operating'
import { userRoute, usersRoute } from './people'
import {
  newPlanRoute,
  planAmendRoute,
  planChildPlansRoute,
  planComparisonRoute,
  planDocumentRoute,
  planEditorRoute,
  planEngagementsRoute,
  planImportRoute,
  planLifeRoute,
  planRemindersRoute,
  planRoute,
  plansRoute,
  planTargetsRoute,
  planTasksRoute,
} from './plans'
import { regimeRoute, reportRoute, roundRoute, roundsRoute } from './reports'
import { requestRoute, requestsRoute } from './requests'
import { forgotPasswordRoute, invitationRoute, refusedRoute, signedInRoute, signInRoute } from './session'
import { outsideRoute, targetsRoute, taskRoute, tasksRoute } from './tasks'
import { unitProfileRoute, unitRoute, unitsRoute } from './units'
import { assignmentRoute, assignmentsRoute, workRoute } from './work'

const routeTree = rootRoute.addChildren([
  signInRoute,
  signedInRoute,
  refusedRoute,
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
    unitProfileRoute,
    unitRoute,
    evidenceRoute,
    sharedRoute,
    difficultiesRoute,
    clarificationsRoute,
    askedNowRoute,
    askedRoute,
    figuresRoute,
    disputesRoute,
    requestsRoute,
    requestRoute,
    roundsRoute,
    regimeRoute,
    roundRoute,
    reportRoute,
    notificationsRoute,
    invitationsRoute,
    usersRoute,
    userRoute,
    auditRoute,
    jobsRoute,
    batchesRoute,
    clientsRoute,
    clientRoute,
    webhooksRoute,
    webhookRoute,
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
