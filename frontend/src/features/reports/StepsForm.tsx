import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Regime } from '@/api/models'
import fields from '@/components/forms/Fields.module.css'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'

import { useChangeRegime } from './api'
import classes from './Reports.module.css'
import { RuleFields } from './RuleFields'
import { type StepWords, typedSteps, withStep, wordsOfSteps } from './steps'

interface StepsFormProps {
  regime: Regime
  onDone: () => void
}

const CADENCES = ['month', 'quarter', 'half_year', 'year', 'semester', 'sector_round', 'school_year', 'once', 'ad_hoc'] as const
const MOST_STEPS = 10

interface Words {
  cadence: NonNullable<Regime['cadence']> | ''
  steps: StepWords[]
}

/** How often, and the steps from who writes to who receives at the end: named, dated, ordered, added, taken out. */
export function StepsForm({ regime, onDone }: StepsFormProps) {
  const { t } = useTranslation()
  const draft = useDraft<Words>(`regime.${regime.id}`, { cadence: regime.cadence ?? '', steps: wordsOfSteps(regime) })
  const act = useChangeRegime(regime)
  const { steps } = draft.values
  const cadence = draft.values.cadence === '' ? null : draft.values.cadence
  const typed = typedSteps(steps, cadence, regime.steps, regime.cadence)
  const set = (place: number, part: Partial<StepWords>) =>
    draft.set('steps', steps.map((step, each) => (each === place ? { ...step, ...part } : step)))
  const done = () => {
    draft.clear()
    onDone()
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (typed) act.mutate({ cadence, steps: typed }, { onSuccess: done })
  }
  return (
    <form className={classes.stack} aria-label={t('report.regime.change')} onSubmit={submit}>
      <p className={classes.soft}>{t('report.regime.hint')}</p>
      <div className={classes.figure}>
        <SelectInput
          label={t('report.cadence')}
          value={draft.values.cadence}
          options={[
            { value: '' as const, label: t('report.regime.noCadence') },
            ...CADENCES.map((value) => ({ value, label: t(`report.every.${value}`) })),
          ]}
          onChange={(value) => draft.set('cadence', value)}
        />
      </div>
      <ol className={classes.lines}>
        {steps.map((step, place) => (
          <li key={place}>
            <fieldset className={fields.part}>
              <legend className={fields.legend}>{t('report.regime.step', { place: place + 1 })}</legend>
              <div className={fields.fields}>
                <StepFields step={step} cadence={cadence} onChange={(part) => set(place, part)} />
                <Moves
                  place={place}
                  of={steps.length}
                  onMove={(by) => draft.set('steps', swapped(steps, place, by))}
                  onRemove={() => draft.set('steps', steps.filter((_, each) => each !== place))}
                />
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      {draft.conflicts.length > 0 && <Notice tone="warn">{t('report.regime.conflict')}</Notice>}
      <ProblemNotice error={act.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={act.isPending} disabled={!typed || !draft.changed}>
          {t('action.save')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          disabled={steps.length >= MOST_STEPS}
          onClick={() => draft.set('steps', withStep(steps, cadence))}
        >
          {t('report.regime.add')}
        </Button>
        <Button variant="default" onClick={done}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface StepFieldsProps {
  step: StepWords
  cadence: Regime['cadence']
  onChange: (part: Partial<StepWords>) => void
}

function StepFields({ step, cadence, onChange }: StepFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className={fields.pair}>
        <PartyPicker label={t('report.regime.who')} value={step.who} onChange={(who) => onChange({ who })} />
        <PartyPicker
          label={t('report.regime.to')}
          description={t('report.regime.toHint')}
          value={step.to}
          onChange={(to) => onChange({ to })}
        />
      </div>
      <RuleFields
        label={t('report.column.due')}
        none={t('report.regime.way.none')}
        cadence={cadence}
        words={step.due}
        onChange={(due) => onChange({ due })}
      />
      <RuleFields
        label={t('report.cutoff')}
        none={t('report.regime.usualCutoff')}
        cadence={cadence}
        words={step.cutoff}
        onChange={(cutoff) => onChange({ cutoff })}
      />
    </>
  )
}

/** Steps with one of them a place up or down. */
function swapped(steps: readonly StepWords[], place: number, by: -1 | 1): StepWords[] {
  const next = [...steps]
  const [one, other] = [next[place], next[place + by]]
  if (one !== undefined && other !== undefined) [next[place], next[place + by]] = [other, one]
  return next
}

interface MovesProps {
  place: number
  of: number
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Moves({ place, of, onMove, onRemove }: MovesProps) {
  const { t } = useTranslation()
  if (of === 1) return null
  const step = { place: place + 1 }
  return (
    <div className={classes.acts}>
      <ActionIcon variant="default" size={36} disabled={place === 0} aria-label={t('report.regime.up', step)} onClick={() => onMove(-1)}>
        <IconArrowUp size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="default" size={36} disabled={place === of - 1} aria-label={t('report.regime.down', step)} onClick={() => onMove(1)}>
        <IconArrowDown size={18} aria-hidden="true" />
      </ActionIcon>
      <ActionIcon variant="default" size={36} aria-label={t('report.regime.remove', step)} onClick={onRemove}>
        <IconTrash size={18} aria-hidden="true" />
      </ActionIcon>
    </div>
  )
}
