import { IconAlertTriangle } from '@tabler/icons-react'

import type { ImportProblem } from '@/api/models'

import classes from './Imports.module.css'

/** What a person should settle, in words. */
export function Problems({ problems }: { problems: readonly ImportProblem[] }) {
  if (problems.length === 0) return null
  return (
    <ul className={classes.problems}>
      {problems.map(({ code, field, message }, index) => (
        <li key={`${index}-${code}-${field}`}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  )
}
