import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Indicator, IndicatorDraft, Ref } from '@/api/models'
import { useNewIndicator } from '@/hooks/useIndicators'
import { codeFrom } from '@/lib/code'

import classes from './Fields.module.css'
import { ProblemNotice } from '../Notice'
import { SelectInput } from './SelectInput'

const KINDS = ['ratio', 'share_of_units', 'count', 'number', 'share_of_items'] as const satisfies readonly Indicator['kind'][]
const FREQUENCIES = ['quarter', 'month', 'half_year', 'year', 'school_year', 'semester'] as const satisfies readonly Indicator['frequency'][]
const TIMES = ['point', 'cumulative', 'in_period'] as const satisfies readonly Indicator['time_behaviour'][]
const DIRECTIONS = ['up', 'down'] as const satisfies readonly Indicator['direction'][]

interface IndicatorFormProps {
  name: string
  onMade: (indicator: Ref) => void
  onCancel: () => void
}

/** Defines an indicator in the middle of writing a target; it is no form of its own, for it stands in one. */
export function IndicatorForm({ name, onMade, onCancel }: IndicatorFormProps) {
  const { t } = useTranslation()
  const make = useNewIndicator()
  const [words, setWords] = useState<IndicatorDraft>(() => ({
    code: codeFrom(name),
    name,
    unit_of_measure: '%',
    kind: 'ratio',
    direction: 'up',
    frequency: 'quarter',
    time_behaviour: 'point',
    numerator_label: '',
    denominator_label: '',
    measured_on: ['school'],
    source: 'reported',
    provenance: 'ours',
    prevails: 'source',
  }))
  const set = (part: Partial<IndicatorDraft>) => setWords({ ...words, ...part })
  const divided = words.kind === 'ratio' || words.kind === 'share_of_items'
  function send() {
    make.mutate(
      divided ? words : { ...words, denominator_label: null },
      { onSuccess: ({ id, code, name: called }) => onMade({ id, code, name: called }) },
    )
  }
  return (
    <fieldset className={classes.basis}>
      <legend className={classes.legend}>{t('targetForm.newIndicator')}</legend>
      <div className={classes.fields}>
        <TextInput
          label={t('indicator.name')}
          required
          value={words.name}
          onChange={(event) => set({ name: event.currentTarget.value, code: codeFrom(event.currentTarget.value) })}
        />
        <div className={classes.triple}>
          <SelectInput
            label={t('indicator.measured')}
            value={words.kind}
            options={KINDS.map((value) => ({ value, label: t(`indicator.kind.${value}`) }))}
            onChange={(kind) => set({ kind })}
          />
          <TextInput
            label={t('indicator.unitOfMeasure')}
            required
            value={words.unit_of_measure}
            onChange={(event) => set({ unit_of_measure: event.currentTarget.value })}
          />
          <SelectInput
            label={t('indicator.frequencyLabel')}
            value={words.frequency}
            options={FREQUENCIES.map((value) => ({ value, label: t(`indicator.frequency.${value}`) }))}
            onChange={(frequency) => set({ frequency })}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            label={t(divided ? 'indicator.numerator' : 'targetForm.counted')}
            required
            value={words.numerator_label ?? ''}
            onChange={(event) => set({ numerator_label: event.currentTarget.value })}
          />
          {divided && (
            <TextInput
              label={t('indicator.denominator')}
              required
              value={words.denominator_label ?? ''}
              onChange={(event) => set({ denominator_label: event.currentTarget.value })}
            />
          )}
        </div>
        <div className={classes.pair}>
          <SelectInput
            label={t('indicator.timeLabel')}
            value={words.time_behaviour}
            options={TIMES.map((value) => ({ value, label: t(`indicator.time.${value}`) }))}
            onChange={(time_behaviour) => set({ time_behaviour })}
          />
          <SelectInput
            label={t('indicator.directionLabel')}
            value={words.direction}
            options={DIRECTIONS.map((value) => ({ value, label: t(`indicator.direction.${value}`) }))}
            onChange={(direction) => set({ direction })}
          />
        </div>
        <TextInput
          label={t('indicator.proof')}
          description={t('indicator.proofHint')}
          maxLength={500}
          value={words.proof ?? ''}
          onChange={(event) => set({ proof: event.currentTarget.value || null })}
        />
        <ProblemNotice error={make.error} />
        <div className={classes.row}>
          <Button variant="light" loading={make.isPending} onClick={send}>
            {t('targetForm.makeIndicator')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </fieldset>
  )
}
