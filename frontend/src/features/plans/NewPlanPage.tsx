import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import fields from '@/components/forms/Fields.module.css'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { Segments } from '@/components/Segments'
import { SelectInput } from '@/components/forms/SelectInput'
import { PageSkeleton, RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useDraft } from '@/hooks/useDraft'

import { planListQuery, planQuery, useNewPlan } from './api'
import classes from './NewPlanPage.module.css'

interface NewPlanPageProps {
  /** The plan to begin with, where one was chosen already. */
  from: string | undefined
  /** The plan above, which the new one carries out. */
  under?: string | undefined
  /** Whose plan it is; by default the reader’s own unit’s. */
  unit?: string | undefined
  onMade: (plan: Plan) => void
}

const WAYS = ['blank', 'copy'] as const

/** A draft of one’s own: blank, or all that last year’s plan said. */
export function NewPlanPage({ under, unit, ...rest }: NewPlanPageProps) {
  return under === undefined ? <AnyPlan {...rest} /> : <PlanUnder under={under} unit={unit} onMade={rest.onMade} />
}

/** A unit’s own plan, which carries out one above: of the same year, named after it. */
function PlanUnder({ under, unit, onMade }: Pick<NewPlanPageProps, 'unit' | 'onMade'> & { under: string }) {
  const { t } = useTranslation()
  const query = useQuery(planQuery(under))
  return (
    <QueryView page query={query} skeleton={<PageSkeleton />}>
      {(above) => (
        <>
          <PageHeader title={t('newPlan.under.title')} />
          <div className={classes.page}>
            <Card title={t('newPlan.under.above')}>
              <div className={fields.fields}>
                <p className={fields.soft}>{t('newPlan.under.text', { title: above.title, unit: above.unit.name })}</p>
                <Form above={above} unit={unit} onMade={onMade} />
              </div>
            </Card>
          </div>
        </>
      )}
    </QueryView>
  )
}

function AnyPlan({ from, onMade }: NewPlanPageProps) {
  const { t } = useTranslation()
  const [way, setWay] = useState<(typeof WAYS)[number]>(from === undefined ? 'blank' : 'copy')
  return (
    <>
      <PageHeader title={t('newPlan.title')} />
      <div className={classes.page}>
        <Card title={t('newPlan.way')}>
          <div className={fields.fields}>
            <Segments
              label={t('newPlan.way')}
              value={way}
              options={WAYS.map((value) => ({ value, label: t(`newPlan.${value}`) }))}
              onChange={setWay}
            />
            {way === 'blank' ? <BlankForm onMade={onMade} /> : <CopyForm from={from} onMade={onMade} />}
          </div>
        </Card>
      </div>
    </>
  )
}

interface NewPlanFormProps {
  /** The plan to copy; absent for a blank one. */
  source?: Plan
  /** The plan above, which the new one carries out. */
  above?: Plan
  unit?: string | undefined
  onMade: (plan: Plan) => void
}

function BlankForm({ onMade }: NewPlanFormProps) {
  return <Form key="blank" onMade={onMade} />
}

function CopyForm({ from, onMade }: NewPlanPageProps) {
  const { t } = useTranslation()
  const query = useQuery(planListQuery())
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton rows={2} />}
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyPanel title={t('newPlan.noSource.title')} text={t('newPlan.noSource.text')} />}
    >
      {({ items }) => <CopyOf plans={items} from={from} onMade={onMade} />}
    </QueryView>
  )
}

function CopyOf({ plans, from, onMade }: NewPlanPageProps & { plans: readonly Plan[] }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState(from ?? plans[0]?.id ?? '')
  const source = plans.find(({ id }) => id === chosen) ?? plans[0]
  if (!source) return null
  return (
    <>
      <SelectInput
        label={t('newPlan.source')}
        description={t('newPlan.copied')}
        value={source.id}
        options={plans.map(({ id, title, year, unit }) => ({ value: id, label: `${year} · ${title} (${unit.name})` }))}
        onChange={setChosen}
      />
      <Form key={source.id} source={source} onMade={onMade} />
    </>
  )
}

const YEAR = /\b20\d\d\b/g

/** The same title, of another year once that is typed whole. */
const titleFor = (title: string, year: string) => (/^20\d\d$/.test(year) ? title.replace(YEAR, year) : title)

/** The year and the title a new plan is likely to have. */
function useProposed({ source, above }: Pick<NewPlanFormProps, 'source' | 'above'>) {
  const { t } = useTranslation()
  if (above) return { year: String(above.year), title: above.title }
  const year = String(source ? source.year + 1 : new Date().getFullYear() + 1)
  return { year, title: source ? titleFor(source.title, year) : t('newPlan.titleProposed', { year }) }
}

function Form({ source, above, unit, onMade }: NewPlanFormProps) {
  const { t } = useTranslation()
  const draft = useDraft(`plan.new.${source?.id ?? above?.id ?? ''}`, useProposed({ source, above }))
  const make = useNewPlan(source?.id, above && { parent_plan: above.id, unit })
  function send(event: SyntheticEvent) {
    event.preventDefault()
    make.mutate({ year: Number(draft.values.year), title: draft.values.title.trim() }, {
      onSuccess: (plan) => {
        draft.clear()
        onMade(plan)
      },
    })
  }
  return (
    <form className={fields.fields} onSubmit={send}>
      <div className={fields.pair} data-first="small">
        <TextInput
          label={t('newPlan.year')}
          required
          inputMode="numeric"
          pattern="20\d\d"
          maxLength={4}
          value={draft.values.year}
          onChange={(event) => {
            const next = event.currentTarget.value
            draft.setAll({ year: next, title: titleFor(draft.values.title, next) })
          }}
        />
        <TextInput
          label={t('newPlan.name')}
          required
          maxLength={500}
          value={draft.values.title}
          onChange={(event) => draft.set('title', event.currentTarget.value)}
        />
      </div>
      <ProblemNotice error={make.error} />
      <div>
        <Button type="submit" loading={make.isPending}>
          {t(source ? 'newPlan.copySend' : 'newPlan.send')}
        </Button>
      </div>
    </form>
  )
}
