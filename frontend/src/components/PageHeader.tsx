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

export function PageHeader({ title, over, children, actions }: PageHeaderProps) {
  useDocumentTitle(title)
  return (
    <header className={classes.header}>
      {over && <div className={classes.over}>{over}</div>}
      <div className={classes.row}>
        <h1 className={classes.title}>{title}</h1>
        {actions}
      </div>
      {children && <div className={classes.under}>{children}</div>}
    </header>
  )
}
