import type { Participation, ParticipationRole, Ref } from '@/api/models'

/** Who takes part: the name as printed, and the unit or the audience that it means. */
export type Party = Omit<Participation, 'role'>

export const samePrint = (one: string, other: string) =>
  one.trim().localeCompare(other.trim(), 'vi', { sensitivity: 'base' }) === 0

export function partyOf(kind: 'unit' | 'audience', ref: Ref): Party {
  return { unit: kind === 'unit' ? ref : null, audience: kind === 'audience' ? ref : null, printed_name: ref.name }
}

export const isResolved = ({ unit, audience }: Party) => unit !== null || audience !== null

/** Those that have one part, in the order printed. */
export function partiesOf(participations: readonly Participation[], role: ParticipationRole): Party[] {
  return participations
    .filter((each) => each.role === role)
    .map(({ unit, audience, printed_name }) => ({ unit, audience, printed_name }))
}

/** As a write names it: by identifier, the printed name kept. */
export function toParticipation(role: ParticipationRole, { unit, audience, printed_name }: Party) {
  return { role, unit: unit?.id ?? null, audience: audience?.id ?? null, printed_name }
}
