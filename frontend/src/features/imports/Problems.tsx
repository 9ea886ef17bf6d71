import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'

import type { ImportProblem } from '@/api/models'

import classes from './Imports.module.css'

interface ProblemsProps {
  problems: readonly ImportProblem[]
  /** Said for information only. */
  calm?: boolean
}

/** What a person should settle, or may want to know, in words. */
export function Problems({ problems, calm = false }: ProblemsProps) {
  if (problems.length === 0) return null
  const Icon = calm ? IconInfoCircle : IconAlertTriangle
  return (
    <ul className={classes.problems} data-calm={calm || undefined}>
      {problems.map(({ code, field, message }, index) => (
        <li key={`${index}-${code}-${field}`}>
          <Icon size={16} aria-hidden="true" />
          <span>{message}</span>
        </li>
      ))}
    </ul>
  )
}
