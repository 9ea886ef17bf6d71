import type { ReactNode } from 'react'

import classes from './Mark.module.css'

export type Tone = 'calm' | 'accent' | 'good' | 'warn' | 'late'

interface MarkProps {
  tone: Tone
  icon: ReactNode
  children: ReactNode
}

/** A state in words, with an icon and a colour: never the colour alone. */
export function Mark({ tone, icon, children }: MarkProps) {
  return (
    <span className={classes.mark} data-tone={tone}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      {children}
    </span>
  )
}
