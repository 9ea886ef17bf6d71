import type { Ref } from '@/api/models'

import classes from './UnitPanel.module.css'

/** Leads to another unit within the same page. */
export function UnitLink({ unit, onSelect }: { unit: Ref; onSelect: (unitId: string) => void }) {
  return (
    <button type="button" className={classes.link} onClick={() => onSelect(unit.id)}>
      {unit.name}
    </button>
  )
}
