import type { ReactNode } from 'react'

import classes from './PageParts.module.css'

interface PagePartsProps {
  /** What the pages have in common. */
  label: string
  /** A link to each. */
  children: ReactNode
}

/** The pages that belong together, above the heading of each. */
export function PageParts({ label, children }: PagePartsProps) {
  return (
    <nav className={classes.parts} aria-label={label}>
      {children}
    </nav>
  )
}
