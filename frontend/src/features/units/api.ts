import { keepPreviousData, queryOptions } from '@tanstack/react-query'

import type { Unit } from '@/api/models'
import { api, unwrap } from '@/lib/client'

export const LINES = ['professional', 'administrative'] as const
export type Line = (typeof LINES)[number]

/** Which tree: on which line, and as it stood at the end of which day (today when absent). */
export interface TreeView {
  line: Line
  as_of?: string | undefined
}

/** What the address bar of the page of units holds. */
export interface UnitsState {
  q?: string | undefined
  line?: Line | undefined
  as_of?: string | undefined
  unit?: string | undefined
}

const PAGE = 200
const FOUND_AT_MOST = 50

/** Where a tree begins on each line. */
const TOP_KIND = { professional: 'department', administrative: 'provincial_committee' } as const

export const unitKeys = {
  all: ['units'] as const,
  roots: (view: TreeView) => [...unitKeys.all, 'roots', view] as const,
  children: (parent: string, view: TreeView) => [...unitKeys.all, 'children', parent, view] as const,
  search: (q: string, view: TreeView) => [...unitKeys.all, 'search', q, view] as const,
  one: (id: string, asOf: string | undefined) => [...unitKeys.all, 'one', id, asOf] as const,
  history: (id: string) => [...unitKeys.all, 'history', id] as const,
}

interface UnitFilter {
  kind?: 'department' | 'provincial_committee'
  parent?: string
}

/** Every unit of one place in the tree: a department has more children than one page holds. */
async function readAll(filter: UnitFilter, view: TreeView, signal: AbortSignal): Promise<Unit[]> {
  const units: Unit[] = []
  let cursor: string | undefined
  do {
    const page = await unwrap(
      api.GET('/api/v1/units', {
        params: { query: { ...filter, ...view, limit: PAGE, cursor } },
        signal,
      }),
    )
    units.push(...page.items)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return units
}

export const rootsQuery = (view: TreeView) =>
  queryOptions({
    queryKey: unitKeys.roots(view),
    queryFn: ({ signal }) => readAll({ kind: TOP_KIND[view.line] }, view, signal),
  })

export const childrenQuery = (parent: string, view: TreeView) =>
  queryOptions({
    queryKey: unitKeys.children(parent, view),
    queryFn: ({ signal }) => readAll({ parent }, view, signal),
  })

export const unitSearchQuery = (q: string, view: TreeView) =>
  queryOptions({
    queryKey: unitKeys.search(q, view),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/units', {
          params: { query: { q, as_of: view.as_of, limit: FOUND_AT_MOST, include: 'total' } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })

export const unitQuery = (unitId: string, asOf: string | undefined) =>
  queryOptions({
    queryKey: unitKeys.one(unitId, asOf),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/units/{unit}', {
          params: { path: { unit: unitId }, query: { as_of: asOf } },
          signal,
        }),
      ),
  })

export const unitHistoryQuery = (unitId: string) =>
  queryOptions({
    queryKey: unitKeys.history(unitId),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/units/{unit}/history', { params: { path: { unit: unitId } }, signal })),
  })
