import type { ReactNode } from 'react'

import classes from './Facts.module.css'

export interface Fact {
  label: string
  /** Nothing is shown for what is not known, unless words for that are given. */
  value: ReactNode
}

/** What stands for “not known” or “none” in a list of facts. */
const NOTHING = new Set<ReactNode>([null, undefined, false, ''])

/** Facts about one thing: a label, and what it is. */
export function Facts({ facts, columns = false }: { facts: readonly Fact[]; columns?: boolean }) {
  return (
    <dl className={classes.facts} data-columns={columns || undefined}>
      {facts
        .filter(({ value }) => !NOTHING.has(value))
        .map(({ label, value }) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
