import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import fields from '@/components/forms/Fields.module.css'
import { IndicatorPicker } from '@/components/forms/IndicatorPicker'
import { LongText } from '@/components/forms/LongText'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { SelectInput } from '@/components/forms/SelectInput'
import { FigureFields } from '@/components/forms/TargetFields'

import { KINDS, type RowWords } from './rows'

interface RowFieldsProps {
  values: RowWords
  onChange: (change: Partial<RowWords>) => void
}

/** What a row says, for writing it: the fields that its kind has. */
export function RowFields({ values, onChange }: RowFieldsProps) {
  const { t } = useTranslation()
  const [task, target] = [values.kind === 'task', values.kind === 'target']
  return (
    <>
      <div className={fields.pair}>
        <SelectInput
          label={t('imports.is')}
          value={values.kind}
          options={KINDS.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
          onChange={(kind) => onChange({ kind })}
        />
        <TextInput
          label={t('imports.number')}
          maxLength={20}
          value={values.number}
          onChange={(event) => onChange({ number: event.currentTarget.value })}
        />
      </div>
      <LongText
        label={t(target ? 'targetForm.name' : 'imports.content')}
        required
        value={values.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      {task && (
        <LongText
          label={t('task.column.deliverables')}
          description={t('taskForm.oneALine')}
          value={values.products}
          onChange={(event) => onChange({ products: event.currentTarget.value })}
        />
      )}
      {target && <TargetParts values={values} onChange={onChange} />}
      {(task || target) && (
        <>
          <PartyPicker label={t('participants.role.lead')} value={values.lead} onChange={(lead) => onChange({ lead })} />
          <PartyPicker
            label={t('participants.role.coordinate')}
            value={values.coordinating}
            onChange={(coordinating) => onChange({ coordinating })}
          />
        </>
      )}
      {task && (
        <TextInput
          label={t('taskForm.deadline')}
          placeholder={t('taskForm.deadlineExample')}
          value={values.deadline}
          onChange={(event) => onChange({ deadline: event.currentTarget.value })}
        />
      )}
    </>
  )
}

/** The figure, its unit, and what measures it: an indicator that is there, or a new one. */
function TargetParts({ values, onChange }: RowFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <FigureFields values={values} onChange={onChange} />
      <TextInput
        label={t('imports.unitOfMeasure')}
        maxLength={100}
        value={values.unit}
        onChange={(event) => onChange({ unit: event.currentTarget.value })}
      />
      <div>
        <IndicatorPicker
          value={values.indicator}
          name={values.title}
          optional={t('imports.newIndicator')}
          onChange={(indicator) => onChange({ indicator })}
        />
        {values.indicator && (
          <Button variant="subtle" size="compact-sm" onClick={() => onChange({ indicator: null })}>
            {t('imports.makeNew')}
          </Button>
        )}
      </div>
    </>
  )
}
