import type { Plan, Ref } from '@/api/models'

export interface UnitDuties {
  /** As the plan prints it. */
  name: string
  unit: Ref | null
  texts: string[]
}

/** The duties of each unit together, units in the order in which the plan first names them. */
export function byUnit(duties: Plan['duties']): UnitDuties[] {
  const units = new Map<string, UnitDuties>()
  for (const { unit_name: name, unit, text } of duties) {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    const known = units.get(name)
    if (known) known.texts.push(...lines)
    else units.set(name, { name, unit, texts: lines })
  }
  return [...units.values()]
}
