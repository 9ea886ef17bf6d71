/** The tree as the list of rows that are in sight: pure, so that its keyboard can be tested. */
import type { Unit, UnitKind } from '@/api/models'

/** What is known of the units below one unit. */
export type Children =
  | { state: 'loading' }
  | { state: 'failed' }
  | { state: 'ready'; units: readonly Unit[] }

interface Place {
  /** Unique among the rows in sight. */
  key: string
  /** 1 for a root. */
  level: number
  parentKey: string | null
}

export type TreeRow = Place &
  (
    | { type: 'unit'; unit: Unit; expandable: boolean; expanded: boolean }
    | { type: 'kind'; kind: UnitKind; count: number; expandable: true; expanded: boolean }
    | { type: 'note'; note: 'loading' | 'failed' | 'nothing'; unitId: string }
  )

/** Folded kinds in the order in which people look for them. */
const KINDS: readonly UnitKind[] = [
  'department',
  'division',
  'affiliate',
  'district_office',
  'commune',
  'school',
  'union',
  'steering_committee',
  'external',
]

/** Above this many, units of different kinds are folded by kind. */
const FOLD_ABOVE = 12

export function unitKey(unitId: string): string {
  return `unit:${unitId}`
}

export function kindKey(parentId: string, kind: string): string {
  return `kind:${parentId}:${kind}`
}

interface Sight {
  expanded: ReadonlySet<string>
  childrenOf: (unitId: string) => Children | undefined
}

export function visibleRows(roots: readonly Unit[], sight: Sight): TreeRow[] {
  return roots.flatMap((unit) => unitRows(unit, 1, null, sight))
}

function unitRows(unit: Unit, level: number, parentKey: string | null, sight: Sight): TreeRow[] {
  const key = unitKey(unit.id)
  const expandable = unit.child_count > 0
  const expanded = expandable && sight.expanded.has(key)
  const row: TreeRow = { type: 'unit', key, level, parentKey, unit, expandable, expanded }
  return expanded ? [row, ...childRows(unit, level + 1, key, sight)] : [row]
}

function childRows(parent: Unit, level: number, parentKey: string, sight: Sight): TreeRow[] {
  const children = sight.childrenOf(parent.id) ?? { state: 'loading' }
  const note = (what: 'loading' | 'failed' | 'nothing'): TreeRow[] => [
    { type: 'note', key: `${parentKey}:${what}`, level, parentKey, note: what, unitId: parent.id },
  ]
  if (children.state !== 'ready') return note(children.state)
  if (children.units.length === 0) return note('nothing')
  const kinds = byKind(children.units)
  if (kinds.size === 1 || children.units.length <= FOLD_ABOVE) {
    return children.units.flatMap((unit) => unitRows(unit, level, parentKey, sight))
  }
  return [...kinds]
    .sort(([one], [other]) => KINDS.indexOf(one) - KINDS.indexOf(other))
    .flatMap(([kind, units]) => kindRows(parent, kind, units, level, sight))
}

function byKind(units: readonly Unit[]): Map<UnitKind, Unit[]> {
  const kinds = new Map<UnitKind, Unit[]>()
  for (const unit of units) {
    const same = kinds.get(unit.kind)
    if (same) same.push(unit)
    else kinds.set(unit.kind, [unit])
  }
  return kinds
}

function kindRows(parent: Unit, kind: UnitKind, units: readonly Unit[], level: number, sight: Sight): TreeRow[] {
  const key = kindKey(parent.id, kind)
  const expanded = sight.expanded.has(key)
  const place = { key, level, parentKey: unitKey(parent.id) }
  const row: TreeRow = { ...place, type: 'kind', kind, count: units.length, expandable: true, expanded }
  if (!expanded) return [row]
  return [row, ...units.flatMap((unit) => unitRows(unit, level + 1, key, sight))]
}

/** Where an arrow key leads from a row; null when it leads nowhere. */
export function keyTarget(rows: readonly TreeRow[], from: string, pressed: string): string | null {
  const index = rows.findIndex(({ key }) => key === from)
  const row = rows[index]
  if (!row) return null
  switch (pressed) {
    case 'ArrowDown':
      return rows[index + 1]?.key ?? null
    case 'ArrowUp':
      return rows[index - 1]?.key ?? null
    case 'Home':
      return rows[0]?.key ?? null
    case 'End':
      return rows.at(-1)?.key ?? null
    case 'ArrowLeft':
      return row.parentKey
    case 'ArrowRight':
      return rows[index + 1]?.parentKey === from ? (rows[index + 1]?.key ?? null) : null
    default:
      return null
  }
}
