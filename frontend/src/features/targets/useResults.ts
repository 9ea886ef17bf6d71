import { useQuery } from '@tanstack/react-query'

import type { Me, Plan, Result, Standing, Target } from '@/api/models'
import { meQuery } from '@/lib/me'

import { resultsQuery } from './api'

/** Who answers for one unit of many: what a plan’s target is to them is their own figure. */
const BELOW = new Set(['commune_leader', 'commune_officer', 'school_head', 'school_officer'])

export interface Judged {
  result: Result | undefined
  standing: Standing | null
}

export type ResultOf = (target: Pick<Target, 'id' | 'indicator' | 'comparator'>) => Judged

export interface Results {
  /** Whose figures they are: the plan’s unit, or the reader’s own below it. */
  unit: { name: string }
  of: ResultOf
}

/** What a plan’s targets have come to in its year; undefined while there is nothing to show. */
export function useResults(plan: Pick<Plan, 'unit' | 'year' | 'status'> | undefined): Results | undefined {
  const { data: me } = useQuery(meQuery())
  const unit = me && plan && whose(me, plan.unit)
  const inForce = plan !== undefined && plan.status !== 'draft'
  const { data } = useQuery({
    ...resultsQuery(unit?.id ?? '', String(plan?.year)),
    enabled: unit !== undefined && inForce && me?.permissions.includes('indicator_value:read') === true,
    // A reader whose figures these are not sees the targets alone.
    retry: false,
  })
  if (data === undefined || data.length === 0 || unit === undefined) return undefined
  const byIndicator = new Map(data.map((result) => [result.indicator.id, result]))
  // What a unit below was never asked stays empty; of the plan’s own unit a figure is missing.
  const silent = unit.id === plan?.unit.id ? 'no_data' : null
  return {
    unit,
    of: (target) => {
      const result = byIndicator.get(target.indicator.id)
      return { result, standing: result === undefined && target.comparator !== null ? silent : standingOf(target, result) }
    },
  }
}

function whose(me: Me, of: Plan['unit']) {
  return me.grants.find(({ role }) => BELOW.has(role))?.unit ?? of
}

/** Where a target stands by a result, which may have been held against another target on the same figure. */
const standingOf = (target: Pick<Target, 'id'>, result: Result | undefined) =>
  result?.target?.id === target.id ? result.status : null
