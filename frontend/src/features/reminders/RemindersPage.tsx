import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { ReminderStep } from '@/api/models'
import { Card } from '@/components/Card'
import fields from '@/components/forms/Fields.module.css'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDraft } from '@/hooks/useDraft'

import { rulesQuery, useSetRules } from './api'
import classes from './RemindersPage.module.css'
import { MOST_DAYS, MOST_STEPS, NEW_STEP, RECEIVERS, type StepWords, toSteps, toWords, WHENS } from './steps'

interface RulesOfPlan {
  items: ReminderStep[]
  /** Nobody has set any; these are those of every plan. */
  usual: boolean
}

/** On which days before and after a due day reminders go out, and to whom they rise. */
export function RemindersPage({ planId }: { planId: string }) {
  const { t } = useTranslation()
  const query = useQuery(rulesQuery(planId))
  return (
    <div className={classes.page}>
      <Card title={t('reminder.title')}>
        <QueryView query={query} skeleton={<RowsSkeleton rows={4} />}>
          {(rules) => <RulesForm planId={planId} rules={rules} />}
        </QueryView>
      </Card>
    </div>
  )
}

function RulesForm({ planId, rules }: { planId: string; rules: RulesOfPlan }) {
  const { t } = useTranslation()
  const draft = useDraft(`reminders.${planId}`, { steps: toWords(rules.items) })
  const save = useSetRules(planId)
  const { steps } = draft.values
  const set = (next: StepWords[]) => draft.set('steps', next)
  function send(event: SyntheticEvent) {
    event.preventDefault()
    save.mutate(toSteps(steps), { onSuccess: draft.clear })
  }
  return (
    <form className={fields.fields} onSubmit={send}>
      <p className={fields.soft}>{t('reminder.hint')}</p>
      {rules.usual && !draft.changed && <Notice tone="info">{t('reminder.usual')}</Notice>}
      {steps.length === 0 && <Notice tone="warn">{t('reminder.nobody')}</Notice>}
      <ol className={classes.steps}>
        {steps.map((step, place) => (
          <li key={place}>
            <StepFields
              step={step}
              place={place + 1}
              onChange={(part) => set(steps.map((each, index) => (index === place ? { ...each, ...part } : each)))}
              onRemove={() => set(steps.filter((_, index) => index !== place))}
            />
          </li>
        ))}
      </ol>
      <ProblemNotice error={save.error} />
      {save.isSuccess && !draft.changed && <Notice tone="good">{t('reminder.saved')}</Notice>}
      <div className={fields.row}>
        <Button
          variant="default"
          disabled={steps.length >= MOST_STEPS}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => set([...steps, NEW_STEP])}
        >
          {t('reminder.add')}
        </Button>
        <Button type="submit" disabled={!draft.changed} loading={save.isPending}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  )
}

interface StepFieldsProps {
  step: StepWords
  /** Which one it is, from 1. */
  place: number
  onChange: (part: Partial<StepWords>) => void
  onRemove: () => void
}

function StepFields({ step, place, onChange, onRemove }: StepFieldsProps) {
  const { t } = useTranslation()
  return (
    <fieldset className={classes.step}>
      <legend className={classes.legend}>{t('reminder.one', { place })}</legend>
      <SelectInput
        label={t('reminder.when')}
        value={step.when}
        options={WHENS.map((value) => ({ value, label: t(`reminder.whens.${value}`) }))}
        onChange={(when) => onChange({ when })}
      />
      {step.when === 'on' ? (
        <span />
      ) : (
        <TextInput
          label={t('reminder.days')}
          type="number"
          inputMode="numeric"
          required
          min={1}
          max={MOST_DAYS}
          value={step.days}
          onChange={(event) => onChange({ days: event.currentTarget.value })}
        />
      )}
      <SelectInput
        label={t('reminder.to')}
        value={step.to}
        options={RECEIVERS.map((value) => ({ value, label: t(`reminder.receiver.${value}`) }))}
        onChange={(to) => onChange({ to })}
      />
      <Button
        variant="subtle"
        className={classes.remove}
        aria-label={t('reminder.remove', { place })}
        onClick={onRemove}
      >
        <IconTrash size={18} aria-hidden="true" />
      </Button>
    </fieldset>
  )
}
