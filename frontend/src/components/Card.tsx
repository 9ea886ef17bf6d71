import { type ReactNode, useId } from 'react'

import classes from './Card.module.css'

interface CardProps {
  title: string
  aside?: ReactNode
  /** Without inner space, for tables and lists that bring their own. */
  flush?: boolean
  children: ReactNode
}

/** A titled part of a page. */
export function Card({ title, aside, flush = false, children }: CardProps) {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={classes.title}>
          {title}
        </h2>
        {aside}
      </div>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  )
}
