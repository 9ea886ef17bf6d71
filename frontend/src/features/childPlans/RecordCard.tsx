import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ChildPlan, Plan, Ref } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LinkButton } from '@/components/LinkButton'
import { NO_SIGNER, SignerFields } from '@/components/forms/SignerFields'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDraft } from '@/hooks/useDraft'
import { vietnamDay } from '@/lib/format'

import { ownChildPlanQuery, type SignedWords, useRecordPlan } from './api'
import classes from './ChildPlans.module.css'
import { PaperOf } from './PaperOf'
import { StandingMark } from './StandingMark'

interface RecordCardProps {
  /** The plan above. */
  plan: Plan
  /** Whose own plan is recorded. */
  unit: Ref
  /** Only a plan in force is carried out by others. */
  open: boolean
  /** The reader drafts plans of this unit. */
  drafts: boolean
}

/** Where a unit stands itself, and a short form for the plan it has signed. */
export function RecordCard({ plan, unit, open, drafts }: RecordCardProps) {
  const { t } = useTranslation()
  const query = useQuery(ownChildPlanQuery(plan.id, unit.id))
  return (
    <Card title={t('childPlan.own.title', { unit: unit.name })} aside={query.data && <StandingMark status={query.data.status} />}>
      <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
        {(own) => (
          <>
            {own?.plan && <Recorded own={own} />}
            {open && drafts && !own?.plan && <RowByRow plan={plan} unit={unit} />}
            {open && <RecordForm plan={plan} unit={unit} own={own} />}
          </>
        )}
      </QueryView>
    </Card>
  )
}

/** The other way: the unit’s plan is written here task by task, and issued here. */
function RowByRow({ plan, unit }: Pick<RecordCardProps, 'plan' | 'unit'>) {
  const { t } = useTranslation()
  return (
    <div className={fields.fields}>
      <p className={fields.soft}>{t('childPlan.own.rowByRow')}</p>
      <div>
        <LinkButton to="/plans/new" search={{ under: plan.id, unit: unit.id }} variant="default">
          {t('childPlan.own.draft')}
        </LinkButton>
      </div>
    </div>
  )
}

function Recorded({ own }: { own: ChildPlan }) {
  return (
    <p className={classes.words}>
      <PaperOf child={own} />
    </p>
  )
}

const wordsOf = (own: ChildPlan | null): SignedWords => ({
  number: own?.number ?? '',
  issuedOn: own?.issued_on ?? null,
  signer: own?.signer ? { ...own.signer, on_behalf: own.signer.on_behalf ?? '' } : NO_SIGNER,
})

interface RecordFormProps extends Pick<RecordCardProps, 'plan' | 'unit'> {
  own: ChildPlan | null
}

function RecordForm({ plan, unit, own }: RecordFormProps) {
  const { t } = useTranslation()
  const draft = useDraft(`child-plan.${plan.id}.${unit.id}`, wordsOf(own))
  const [paper, setPaper] = useState<File | null>(null)
  const record = useRecordPlan(plan.id)
  const { values } = draft
  function send(event: SyntheticEvent) {
    event.preventDefault()
    if (values.issuedOn === null) return
    const done = () => {
      draft.clear()
      setPaper(null)
    }
    record.mutate({ unit: unit.id, words: values, paper }, { onSuccess: done })
  }
  return (
    <form className={fields.fields} onSubmit={send}>
      <p className={fields.soft}>{t(own?.plan ? 'childPlan.own.putRight' : 'childPlan.own.hint')}</p>
      <div className={fields.pair}>
        <TextInput
          label={t('plan.fact.number')}
          placeholder={t('childPlan.own.numberExample')}
          required
          maxLength={100}
          value={values.number}
          onChange={(event) => draft.set('number', event.currentTarget.value)}
        />
        <DayInput
          label={t('plan.fact.issuedOn')}
          required
          maxDate={vietnamDay(new Date())}
          value={values.issuedOn}
          onChange={(day) => draft.set('issuedOn', day)}
        />
      </div>
      <SignerFields required value={values.signer} onChange={(signer) => draft.set('signer', signer)} />
      <PaperInput key={paper === null ? 'none' : 'chosen'} paper={paper} onChange={setPaper} />
      <ProblemNotice error={record.error} />
      {record.isSuccess && !draft.changed && paper === null && <Notice tone="good">{t('childPlan.own.saved')}</Notice>}
      <div className={fields.row}>
        <Button type="submit" disabled={!draft.changed && paper === null} loading={record.isPending}>
          {t(own?.plan ? 'childPlan.own.saveAgain' : 'childPlan.own.save')}
        </Button>
      </div>
    </form>
  )
}

/** The device's own way to choose a file. */
function PaperInput({ paper, onChange }: { paper: File | null; onChange: (paper: File | null) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className={classes.paper}>
      <label htmlFor={id}>{t('childPlan.own.paper')}</label>
      {paper === null ? (
        <input
          id={id}
          type="file"
          accept="application/pdf,.pdf"
          onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)}
        />
      ) : (
        <span className={fields.row}>
          <output id={id}>{paper.name}</output>
          <Button variant="subtle" size="compact-sm" onClick={() => onChange(null)}>
            {t('childPlan.own.noPaper')}
          </Button>
        </span>
      )}
    </div>
  )
}
