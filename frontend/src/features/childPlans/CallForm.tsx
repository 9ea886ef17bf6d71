import { Button } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ChildPlanCall, Ref } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDraft } from '@/hooks/useDraft'
import { useAudiences } from '@/hooks/useAudiences'

import { useCallForPlans } from './api'

interface CallFormProps {
  planId: string
  call: ChildPlanCall
}

/** Of whom, and by when, plans are wanted; once said it folds away behind what is said. */
export function CallForm({ planId, call }: CallFormProps) {
  const { t } = useTranslation()
  const audiences = useAudiences()
  const save = useCallForPlans(planId)
  return (
    <div className={fields.fields}>
      {save.isSuccess && <Notice tone="good">{t('childPlan.call.saved')}</Notice>}
      <details className={fields.more} open={call.due_on === null || undefined}>
        <summary>{t(call.due_on === null ? 'childPlan.call.set' : 'childPlan.call.change')}</summary>
        <div>
          <QueryView query={audiences} skeleton={<RowsSkeleton rows={2} />}>
            {(items) => <Fields planId={planId} call={call} audiences={items} save={save} />}
          </QueryView>
        </div>
      </details>
    </div>
  )
}

interface FieldsProps extends CallFormProps {
  audiences: readonly Ref[]
  save: ReturnType<typeof useCallForPlans>
}

function Fields({ planId, call, audiences, save }: FieldsProps) {
  const { t } = useTranslation()
  const draft = useDraft(`child-plan-call.${planId}`, { dueOn: call.due_on, audience: call.audience?.id ?? '' })
  const { dueOn, audience } = draft.values
  function send(event: SyntheticEvent) {
    event.preventDefault()
    if (dueOn === null || audience === '') return
    save.mutate({ due_on: dueOn, audience }, { onSuccess: draft.clear })
  }
  return (
    <form className={fields.fields} onSubmit={send}>
      <div className={fields.pair}>
        <SelectInput
          label={t('childPlan.call.audience')}
          value={audience}
          options={[
            { value: '', label: t('childPlan.call.chooseAudience') },
            ...audiences.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(chosen) => draft.set('audience', chosen)}
        />
        <DayInput
          label={t('childPlan.call.dueOn')}
          required
          value={dueOn}
          onChange={(day) => draft.set('dueOn', day)}
        />
      </div>
      <ProblemNotice error={save.error} />
      <div className={fields.row}>
        <Button type="submit" disabled={!draft.changed || dueOn === null || audience === ''} loading={save.isPending}>
          {t('action.save')}
        </Button>
        <p className={fields.soft}>{t('childPlan.call.after')}</p>
      </div>
    </form>
  )
}
