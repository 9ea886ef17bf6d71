import { useTranslation } from 'react-i18next'

import type { ImportLeftOut, PlanImport } from '@/api/models'
import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { Link } from '@tanstack/react-router'

import classes from './Imports.module.css'
import { isTarget, titleOf } from './rows'

/** The draft is made: where it goes on, and what of the paper it could not take. */
export function Committed({ read, planId }: { read: PlanImport; planId: string }) {
  const { t } = useTranslation()
  return (
    <div className={classes.narrow}>
      <Card title={t('imports.committed.title')}>
        <p>{t('imports.committed.text')}</p>
        <div className={classes.tools}>
          <LinkButton to="/plans/$planId/engagements" params={{ planId }}>
            {t('imports.committed.open')}
          </LinkButton>
          <LinkButton variant="default" to="/plans/$planId/edit" params={{ planId }}>
            {t('imports.committed.edit')}
          </LinkButton>
        </div>
      </Card>
      {read.left_out.length > 0 && <LeftOut read={read} planId={planId} />}
    </div>
  )
}

function LeftOut({ read, planId }: { read: PlanImport; planId: string }) {
  const { t } = useTranslation()
  return (
    <Card title={t('imports.leftOut.title', { count: read.left_out.length })}>
      <p className={classes.soft}>{t('imports.leftOut.explained')}</p>
      <ul className={classes.leftOut}>
        {read.left_out.map((each, index) => (
          <li key={index}>
            <Place read={read} planId={planId} position={each.position} />
            <span>{each.message}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** The row it is about, by its title, as a way to where it stands in the draft. */
function Place({ read, planId, position }: { read: PlanImport; planId: string; position: ImportLeftOut['position'] }) {
  const { t } = useTranslation()
  const understood = position === null ? undefined : read.rows[position - 1]?.understood
  const params = { planId }
  if (!understood) {
    return (
      <Link to="/plans/$planId/edit" params={params}>
        {t('plan.factsTitle')}
      </Link>
    )
  }
  const title = titleOf(understood)
  if (isTarget(understood)) {
    return (
      <Link to="/plans/$planId/targets" params={params}>
        {title}
      </Link>
    )
  }
  return (
    <Link to="/plans/$planId" params={params} search={{ q: title }}>
      {title}
    </Link>
  )
}
