import { Link } from '@tanstack/react-router'

import type { Ref } from '@/api/models'

/** A unit by name, which leads to its page. */
export function UnitName({ unit }: { unit: Ref }) {
  return (
    <Link to="/units/$unit" params={{ unit: unit.code ?? unit.id }}>
      {unit.name}
    </Link>
  )
}
