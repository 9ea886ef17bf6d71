/** Whose plan the reader may record as its own: pure. */
import type { Me, Ref } from '@/api/models'

// As the server has it: these write down what their unit signed.
const RECORDS = new Set(['commune_leader', 'commune_officer', 'school_head', 'school_officer'])
// And these draft its plan task by task.
const DRAFTS = new Set(['commune_officer', 'school_head'])

/** Whether the reader drafts plans of this unit. */
export function draftsFor(me: Me | undefined, unit: Ref): boolean {
  return (me?.grants ?? []).some((grant) => DRAFTS.has(grant.role) && grant.unit.id === unit.id)
}

/** The reader's units that may carry out the plan above with one of their own. */
export function unitsToRecord(me: Me | undefined, above: { unit: Ref }): Ref[] {
  const units = (me?.grants ?? []).filter(({ role }) => RECORDS.has(role)).map(({ unit }) => unit)
  return [...new Map(units.map((unit) => [unit.id, unit])).values()].filter(({ id }) => id !== above.unit.id)
}
