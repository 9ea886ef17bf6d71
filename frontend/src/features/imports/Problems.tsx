import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { ImportHeader, ImportProblem } from '@/api/models'

import classes from './Imports.module.css'

interface ProblemsProps {
  problems: readonly (ImportProblem | ImportHeader['problems'][number])[]
  /** Said for information only. */
  calm?: boolean
}

/** What a person should settle, or may want to know, in words. */
export function Problems({ problems, calm = false }: ProblemsProps) {
  if (problems.length === 0) return null
  const Icon = calm ? IconInfoCircle : IconAlertTriangle
  return (
    <ul className={classes.problems} data-calm={calm || undefined}>
      {problems.map((problem, index) => (
        <li key={`${index}-${problem.code}-${problem.field}`}>
          <Icon size={16} aria-hidden="true" />
          <span>
            {problem.message}
            {'plan_id' in problem && problem.plan_id !== null && <OtherPlan planId={problem.plan_id} />}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The way to the plan a problem is about. */
function OtherPlan({ planId }: { planId: string }) {
  const { t } = useTranslation()
  return (
    <>
      {' '}
      <Link to="/plans/$planId" params={{ planId }}>
        {t('imports.openOtherPlan')}
      </Link>
    </>
  )
}
