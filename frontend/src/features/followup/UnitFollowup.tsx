import { useQuery } from '@tanstack/react-query'

import type { Unit } from '@/api/models'
import { meQuery } from '@/lib/me'

import { Chases } from './Chases'
import { Clarifications } from './Clarifications'
import { looksAfter } from './ranks'

interface UnitFollowupProps {
  unit: Unit
  /** The unit's work it is about, where it is about one. */
  assignment?: string | undefined
}

/** What a unit was asked to make clear and how it was chased, as such or over one thing it owes. */
export function UnitFollowup({ unit, assignment }: UnitFollowupProps) {
  const { data: me } = useQuery(meQuery())
  const after = looksAfter(me, unit, assignment !== undefined)
  const may = (permission: string) => me?.permissions.includes(permission) ?? false
  return (
    <>
      {may('clarification:read') && (
        <Clarifications unit={unit} assignment={assignment} mayAsk={after && may('clarification:ask')} />
      )}
      {may('chase:read') && <Chases unit={unit} assignment={assignment} mayChase={after && may('chase:write')} />}
    </>
  )
}
