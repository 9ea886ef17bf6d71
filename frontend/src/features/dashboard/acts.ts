import type { ReactNode } from 'react'

import type { Dashboard } from '@/api/models'

type Decide = Dashboard['work']['decide']

export type LateUnit = Decide['to_chase']['items'][number]
export type HandedIn = Decide['to_confirm'][number]
export type Answered = Decide['clarifications']['answered'][number]
export type OwedWork = Dashboard['work']['owes']['items'][number]
export type OpenRound = Dashboard['work']['rounds'][number]

/** What may be done on the spot; each is absent for readers who may not. */
export interface Acts {
  /** About all overdue work of a unit and those below it: chase, ask why. */
  late?: ((late: LateUnit) => ReactNode) | undefined
  /** Who does a piece of the unit's own work. */
  owed?: ((work: OwedWork) => ReactNode) | undefined
  /** Sign off what was handed in. */
  handedIn?: ((work: HandedIn) => ReactNode) | undefined
  /** Sign off all that wait under a unit. */
  allHandedIn?: ((under: string, count: number) => ReactNode) | undefined
  /** Receive all reports of a round that lack nothing, `to` a unit, of a `group` under one where they are named. */
  waiting?:
    | ((
        round: OpenRound,
        waiting: Pick<OpenRound, 'clean' | 'flawed'>,
        to: string | undefined,
        group?: { code: string; name: string },
      ) => ReactNode)
    | undefined
  /** Take an answer for enough. */
  answered?: ((asked: Answered) => ReactNode) | undefined
  /** More time for a unit and those below it to report. */
  lagging?: ((round: OpenRound, unit: { code: string; name: string }, today: string) => ReactNode) | undefined
}
