import type { ReactNode } from 'react'

import { useDocumentTitle } from '@/hooks/useDocumentTitle'

import classes from './PageHeader.module.css'

interface PageHeaderProps {
  title: string
  /** A line above the title: where this belongs. */
  over?: ReactNode
  /** What is said of the thing as a whole: states, marks, counts. */
  children?: ReactNode
  actions?: ReactNode
}

/** A title of more letters is a sentence, and set as one. */
const LONG = 100

export function PageHeader({ title, over, children, actions }: PageHeaderProps) {
  useDocumentTitle(title)
  return (
    <header className={classes.header}>
      {over && <div className={classes.over}>{over}</div>}
      <div className={classes.row}>
        <h1 className={classes.title} data-long={title.length > LONG || undefined}>
          {title}
        </h1>
        {actions}
      </div>
      {children && <div className={classes.under}>{children}</div>}
    </header>
  )
}
