import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'

import type {
  Plan,
  PlanChange,
  ReportingRule,
  ReportingRuleRow,
  Target,
  TargetChange,
  TargetRow,
  Task,
  TaskChange,
  TaskGroup,
  TaskRow,
} from '@/api/models'
import { api, unwrap } from '@/lib/client'
import { ifMatch } from '@/lib/etag'
import { readPages } from '@/lib/pages'

export const editorKeys = {
  plan: (planId: string) => ['editor', planId] as const,
}

export interface PlanParts {
  plan: Plan
  groups: TaskGroup[]
  tasks: Task[]
  targets: Target[]
  rules: ReportingRule[]
}

/** A draft with all its parts, as they are edited together. */
export const editorQuery = (planId: string) =>
  queryOptions({
    queryKey: editorKeys.plan(planId),
    queryFn: async ({ signal }): Promise<PlanParts> => {
      const path = { plan_id: planId }
      const [plan, groups, tasks, targets, rules] = await Promise.all([
        unwrap(api.GET('/api/v1/plans/{plan_id}', { params: { path }, signal })),
        readPages((query) => api.GET('/api/v1/plans/{plan_id}/task-groups', { params: { path, query }, signal })),
        readPages((query) => api.GET('/api/v1/tasks', { params: { query: { ...query, plan: planId } }, signal })),
        readPages((query) => api.GET('/api/v1/targets', { params: { query: { ...query, plan: planId } }, signal })),
        unwrap(api.GET('/api/v1/plans/{plan_id}/reporting-rules', { params: { path }, signal })),
      ])
      return { plan, groups, tasks, targets, rules: rules.items }
    },
  })

export interface Versioned {
  id: string
  version: number
}

/** One change of a draft. Whatever came of it, what was read of the plan is old. */
export type Edit =
  | { kind: 'plan'; change: PlanChange; version: number }
  | { kind: 'rules'; items: ReportingRuleRow[]; version: number }
  | { kind: 'group.add'; code: string; title: string }
  | { kind: 'group'; of: Versioned; change: { code?: string; title?: string; position?: number } }
  | { kind: 'group.delete'; of: Versioned }
  | { kind: 'task.add'; row: TaskRow }
  | { kind: 'task'; of: Versioned; change: TaskChange }
  | { kind: 'task.delete'; of: Versioned }
  | { kind: 'target.add'; row: TargetRow }
  | { kind: 'target'; of: Versioned; change: TargetChange }
  | { kind: 'target.delete'; of: Versioned }

function send(planId: string, edit: Edit): Promise<unknown> {
  const inPlan = { plan_id: planId }
  switch (edit.kind) {
    case 'plan':
      return unwrap(
        api.PATCH('/api/v1/plans/{plan_id}', {
          params: { path: inPlan, header: ifMatch(edit.version) },
          body: edit.change,
        }),
      )
    case 'rules':
      return unwrap(
        api.PUT('/api/v1/plans/{plan_id}/reporting-rules', {
          params: { path: inPlan, header: ifMatch(edit.version) },
          body: { items: edit.items },
        }),
      )
    case 'group.add':
      return unwrap(
        api.POST('/api/v1/plans/{plan_id}/task-groups', {
          params: { path: inPlan },
          body: { code: edit.code, title: edit.title },
        }),
      )
    case 'group':
      return unwrap(
        api.PATCH('/api/v1/plans/{plan_id}/task-groups/{group_id}', {
          params: { path: { ...inPlan, group_id: edit.of.id }, header: ifMatch(edit.of.version) },
          body: edit.change,
        }),
      )
    case 'group.delete':
      return unwrap(
        api.DELETE('/api/v1/plans/{plan_id}/task-groups/{group_id}', {
          params: { path: { ...inPlan, group_id: edit.of.id }, header: ifMatch(edit.of.version) },
        }),
      )
    case 'task.add':
      return unwrap(api.POST('/api/v1/tasks', { body: { ...edit.row, plan: planId } }))
    case 'target.add':
      return unwrap(api.POST('/api/v1/targets', { body: { ...edit.row, plan: planId } }))
    default:
      return sendRow(edit)
  }
}

function sendRow(edit: Extract<Edit, { kind: 'task' | 'task.delete' | 'target' | 'target.delete' }>): Promise<unknown> {
  const header = ifMatch(edit.of.version)
  const task = { path: { task_id: edit.of.id }, header }
  const target = { path: { target_id: edit.of.id }, header }
  switch (edit.kind) {
    case 'task':
      return unwrap(api.PATCH('/api/v1/tasks/{task_id}', { params: task, body: edit.change }))
    case 'task.delete':
      return unwrap(api.DELETE('/api/v1/tasks/{task_id}', { params: task }))
    case 'target':
      return unwrap(api.PATCH('/api/v1/targets/{target_id}', { params: target, body: edit.change }))
    case 'target.delete':
      return unwrap(api.DELETE('/api/v1/targets/{target_id}', { params: target }))
  }
}

/** Sends changes one after the other: two rows that change places are two changes. */
export function useEdit(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (edits: readonly Edit[]) => {
      for (const edit of edits) await send(planId, edit)
    },
    onSettled: () =>
      Promise.all(
        [editorKeys.plan(planId), ['plans'], ['tasks'], ['targets'], ['engagements', planId]].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  })
}

export function useDeletePlan(planId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (version: number) =>
      unwrap(
        api.DELETE('/api/v1/plans/{plan_id}', { params: { path: { plan_id: planId }, header: ifMatch(version) } }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['plans'] }),
  })
}
