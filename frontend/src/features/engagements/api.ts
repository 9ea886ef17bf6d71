import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type { Engagement, Proposal, Task } from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'

import type { Choices, Line } from './lines'

const PAGE = 200

export const engagementKeys = {
  all: ['engagements'] as const,
  plan: (planId: string) => [...engagementKeys.all, planId] as const,
}

async function readTasks(planId: string, signal: AbortSignal): Promise<Task[]> {
  const tasks: Task[] = []
  let cursor: string | undefined
  do {
    const page = await unwrap(
      api.GET('/api/v1/tasks', { params: { query: { plan: planId, limit: PAGE, cursor } }, signal }),
    )
    tasks.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return tasks
}

async function readProposals(planId: string, signal: AbortSignal): Promise<Proposal[]> {
  const path = { plan_id: planId }
  const { items } = await unwrap(api.GET('/api/v1/plans/{plan_id}/engagement-proposals', { params: { path }, signal }))
  return items
}

export interface PlanWork {
  tasks: Task[]
  engagements: Engagement[]
  /** What the server proposes where nothing is set yet. */
  proposals: Proposal[]
  /** The plan's, for the next change. */
  version: number
}

/** The tasks of a plan, and what audiences owe for them. */
export const engagementsQuery = (planId: string) =>
  queryOptions({
    queryKey: engagementKeys.plan(planId),
    queryFn: async ({ signal }): Promise<PlanWork> => {
      const [tasks, held] = await Promise.all([
        readTasks(planId, signal),
        unwrap(api.GET('/api/v1/plans/{plan_id}/engagements', { params: { path: { plan_id: planId } }, signal })),
      ])
      const proposals = held.items.length === 0 ? await readProposals(planId, signal) : []
      return { tasks, engagements: held.items, proposals, version: held.version }
    },
  })

interface Saving {
  lines: readonly Line[]
  choices: Choices
  version: number
}

function toItems({ lines, choices }: Saving) {
  return lines.flatMap(({ key, task, audience }) => {
    const choice = choices[key]
    if (choice === undefined) return []
    const { owes, levels, ownership, area, indicator } = choice
    const schools = { education_levels: [...levels], ownership: [...ownership], area: [...area] }
    return [{ task: task.id, audience: audience.id, owes, ...schools, indicator }]
  })
}

export function useSaveEngagements(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (saving: Saving) =>
      unwrap(
        api.PUT('/api/v1/plans/{plan_id}/engagements', {
          params: { path: { plan_id: planId }, header: ifMatch(saving.version) },
          body: { items: toItems(saving) },
        }),
      ),
    // The plan's version has risen: whatever was read of it is old.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: engagementKeys.plan(planId) }),
        client.invalidateQueries({ queryKey: ['plans'] }),
      ]),
  })
}
