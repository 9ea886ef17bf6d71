import { useQuery } from '@tanstack/react-query'

import type { Me, Plan, Standing, Target, TargetFigure } from '@/api/models'
import { meQuery } from '@/lib/me'

import { resultsQuery } from './api'

/** Who answers for one unit of many: what a plan’s target is to them is their own figure. */
const BELOW = new Set(['commune_leader', 'commune_officer', 'school_head', 'school_officer'])

export interface Judged {
  result: TargetFigure | undefined
  standing: Standing | null
}

export type ResultOf = (target: Pick<Target, 'id'>) => Judged

export interface Results {
  /** Whose figures they are: the plan’s unit, or the reader’s own below it. */
  unit: { name: string }
  of: ResultOf
}

/** What a plan’s targets have come to; undefined while there is nothing to show. */
export function useResults(plan: Pick<Plan, 'id' | 'unit' | 'status'> | undefined): Results | undefined {
  const { data: me } = useQuery(meQuery())
  const unit = me && plan && whose(me, plan.unit)
  const inForce = plan !== undefined && plan.status !== 'draft'
  const { data } = useQuery({
    ...resultsQuery(plan?.id ?? '', unit?.id ?? ''),
    enabled: unit !== undefined && inForce && me?.permissions.includes('indicator_value:read') === true,
    // A reader whose figures these are not sees the targets alone.
    retry: false,
  })
  if (unit === undefined || data === undefined || data.every(({ standing }) => standing === null)) return undefined
  const byTarget = new Map(data.map(({ id, standing }) => [id, standing]))
  return {
    unit,
    of: ({ id }) => {
      const result = byTarget.get(id) ?? undefined
      return { result, standing: result?.status ?? null }
    },
  }
}

function whose(me: Me, of: Plan['unit']) {
  return me.grants.find(({ role }) => BELOW.has(role))?.unit ?? of
}
