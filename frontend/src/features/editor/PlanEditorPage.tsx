import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { DangerButton } from '@/components/DangerButton'
import { LinkButton } from '@/components/LinkButton'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { editorQuery, useDeletePlan } from './api'
import { DutySection } from './DutySection'
import { HeaderForm } from './HeaderForm'
import classes from './PlanEditor.module.css'
import { ReportingSection } from './ReportingSection'
import { TargetSection } from './TargetSection'
import { TaskSection } from './TaskSection'

interface PlanEditorPageProps {
  planId: string
  onDeleted: () => void
}

/** A draft and all its parts, to be written. */
export function PlanEditorPage({ planId, onDeleted }: PlanEditorPageProps) {
  const { t } = useTranslation()
  const query = useQuery(editorQuery(planId))
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton />}
      isEmpty={({ plan }) => plan.status !== 'draft'}
      empty={<IssuedAlready planId={planId} />}
    >
      {(parts) => (
        <div className={classes.page}>
          {parts.tasks.length === 0 && <Notice tone="info">{t('editor.begin')}</Notice>}
          <HeaderForm plan={parts.plan} />
          <TaskSection parts={parts} />
          <TargetSection parts={parts} />
          <DutySection plan={parts.plan} />
          <ReportingSection plan={parts.plan} rules={parts.rules} />
          <div className={classes.actions}>
            <LinkButton to="/plans/$planId/engagements" params={{ planId }}>
              {t('editor.next')}
            </LinkButton>
          </div>
          <DeletePlan plan={parts.plan} onDeleted={onDeleted} />
        </div>
      )}
    </QueryView>
  )
}

/** Where an issued plan is changed instead. */
function IssuedAlready({ planId }: { planId: string }) {
  const { t } = useTranslation()
  return (
    <EmptyPanel
      title={t('editor.issued.title')}
      text={t('editor.issued.text')}
      action={
        <LinkButton to="/plans/$planId/amendments" params={{ planId }}>
          {t('plan.part.life')}
        </LinkButton>
      }
    />
  )
}

function DeletePlan({ plan, onDeleted }: { plan: Plan; onDeleted: () => void }) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const remove = useDeletePlan(plan.id)
  return (
    <Card title={t('editor.deletePlan')}>
      <p className={classes.soft}>{t('editor.deletePlanText')}</p>
      <ProblemNotice error={remove.error} />
      <div className={classes.actions}>
        {asked ? (
          <>
            <DangerButton loading={remove.isPending} onClick={() => remove.mutate(plan.version, { onSuccess: onDeleted })}>
              {t('editor.reallyDeletePlan')}
            </DangerButton>
            <Button variant="default" onClick={() => setAsked(false)}>
              {t('action.cancel')}
            </Button>
          </>
        ) : (
          <Button variant="default" leftSection={<IconTrash size={18} aria-hidden="true" />} onClick={() => setAsked(true)}>
            {t('editor.deletePlan')}
          </Button>
        )}
      </div>
    </Card>
  )
}
