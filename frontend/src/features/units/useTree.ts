import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'

import { childrenQuery, rootsQuery, type TreeView } from './api'
import { type Children, unitKey, visibleRows } from './rows'

const UNIT_PREFIX = unitKey('')

/** The same set, with the key put in if it was not there, and taken out if it was. */
function flip(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const flipped = new Set(keys)
  if (!flipped.delete(key)) flipped.add(key)
  return flipped
}

/** A tree that reads the units below a unit when it is opened for the first time. */
export function useTree(view: TreeView) {
  const roots = useQuery(rootsQuery(view))
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const onlyRoot = roots.data?.length === 1 ? roots.data[0] : undefined
  // A single root is open from the start: “toggled” then means closed.
  const expanded = useMemo(
    () => (onlyRoot ? flip(toggled, unitKey(onlyRoot.id)) : toggled),
    [toggled, onlyRoot],
  )
  const childrenOf = useChildren(expanded, view)
  const rows = useMemo(
    () => visibleRows(roots.data ?? [], { expanded, childrenOf }),
    [roots.data, expanded, childrenOf],
  )
  const toggle = (key: string) => setToggled((before) => flip(before, key))
  return { roots, rows, toggle }
}

/** Looks up what is known below each open unit. */
function useChildren(expanded: ReadonlySet<string>, view: TreeView) {
  const ids = useMemo(
    () => [...expanded].filter((key) => key.startsWith(UNIT_PREFIX)).map((key) => key.slice(UNIT_PREFIX.length)),
    [expanded],
  )
  const results = useQueries({
    queries: ids.map((id) => childrenQuery(id, view)),
    combine: (queries) =>
      queries.map((query): Children => {
        if (query.data) return { state: 'ready', units: query.data }
        return { state: query.isError ? 'failed' : 'loading' }
      }),
  })
  return useMemo(() => {
    const known = new Map(ids.map((id, index) => [id, results[index]]))
    return (unitId: string) => known.get(unitId)
  }, [ids, results])
}
