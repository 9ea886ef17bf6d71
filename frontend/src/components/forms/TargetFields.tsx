import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { TargetGroup } from '@/api/models'
import { COMPARATORS, figureOf, type TargetWords } from '@/lib/targetWords'

import classes from './Fields.module.css'
import { IndicatorPicker } from './IndicatorPicker'
import { LongText } from './LongText'
import { PartyPicker } from './PartyPicker'
import { SelectInput } from './SelectInput'

interface TargetFieldsProps {
  groups: readonly TargetGroup[]
  values: TargetWords
  onChange: (change: Partial<TargetWords>) => void
}

/** What a target says, for writing it: the printed figure is read at once into how it is judged. */
export function TargetFields({ groups, values, onChange }: TargetFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.fields}>
      <div className={classes.pair} data-first="small">
        <TextInput
          label={t('target.column.number')}
          maxLength={20}
          value={values.number}
          onChange={(event) => onChange({ number: event.currentTarget.value })}
        />
        <LongText
          label={t('targetForm.name')}
          required
          maxLength={1000}
          value={values.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </div>
      {groups.length > 0 && (
        <SelectInput
          label={t('targetForm.group')}
          value={values.group}
          options={[
            { value: '', label: t('taskForm.noGroup') },
            ...groups.map(({ code, title }) => ({ value: code, label: `${code}. ${title}` })),
          ]}
          onChange={(group) => onChange({ group })}
        />
      )}
      <IndicatorPicker
        value={values.indicator}
        name={values.name}
        onChange={(indicator) => onChange({ indicator })}
      />
      <FigureFields values={values} onChange={onChange} />
      <div className={classes.pair}>
        <PartyPicker
          label={t('participants.role.lead')}
          value={values.lead}
          onChange={(lead) => onChange({ lead })}
        />
        <PartyPicker
          label={t('participants.role.coordinate')}
          value={values.coordinate}
          onChange={(coordinate) => onChange({ coordinate })}
        />
      </div>
    </div>
  )
}

type FigureWords = Pick<TargetWords, 'text' | 'comparator' | 'value' | 'max'>

interface FigureFieldsProps {
  values: FigureWords
  onChange: (change: Partial<FigureWords>) => void
}

/** The figure as printed, and how it is judged. */
export function FigureFields({ values, onChange }: FigureFieldsProps) {
  const { t } = useTranslation()
  const judged = [{ value: '' as const, label: t('targetForm.notJudged') }]
  return (
    <div className={classes.triple}>
      <TextInput
        label={t('targetForm.text')}
        required
        placeholder={t('targetForm.textExample')}
        value={values.text}
        onChange={(event) => onChange(figureOf(event.currentTarget.value))}
      />
      <SelectInput
        label={t('indicator.judged')}
        value={values.comparator}
        options={[...judged, ...COMPARATORS.map((value) => ({ value, label: t(`targetForm.comparator.${value}`) }))]}
        onChange={(comparator) => onChange({ comparator })}
      />
      {values.comparator !== '' && (
        <div className={classes.row}>
          <TextInput
            className={classes.grow}
            label={t(values.comparator === 'range' ? 'targetForm.from' : 'targetForm.value')}
            inputMode="decimal"
            required
            value={values.value}
            onChange={(event) => onChange({ value: event.currentTarget.value })}
          />
          {values.comparator === 'range' && (
            <TextInput
              className={classes.grow}
              label={t('targetForm.to')}
              inputMode="decimal"
              required
              value={values.max}
              onChange={(event) => onChange({ max: event.currentTarget.value })}
            />
          )}
        </div>
      )}
    </div>
  )
}
