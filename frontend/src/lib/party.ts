import type { Participation, ParticipationRole, Ref } from '@/api/models'

/** Who takes part: the name as printed, and the unit or the audience that it means. */
export type Party = Omit<Participation, 'role'>

export const samePrint = (one: string, other: string) =>
  one.trim().localeCompare(other.trim(), 'vi', { sensitivity: 'base' }) === 0

export function partyOf(kind: 'unit' | 'audience', ref: Ref): Party {
  return { unit: kind === 'unit' ? ref : null, audience: kind === 'audience' ? ref : null, printed_name: ref.name }
}

export const isResolved = ({ unit, audience }: Party) => unit !== null || audience !== null

/** The names printed, one after the other. */
export const namesOf = (parties: readonly Party[]): string =>
  parties.map(({ printed_name: name }) => name).join('; ')

/** Those that have one part, in the order printed. */
export function partiesOf(participations: readonly Participation[], role: ParticipationRole): Party[] {
  return participations
    .filter((each) => each.role === role)
    .map(({ unit, audience, printed_name }) => ({ unit, audience, printed_name }))
}

/** As a write names it: by identifier, the printed name kept. */
export const toParty = ({ unit, audience, printed_name }: Party) => ({
  unit: unit?.id ?? null,
  audience: audience?.id ?? null,
  printed_name,
})

export const toParticipation = (role: ParticipationRole, party: Party) => ({ role, ...toParty(party) })
