import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { Checks } from '@/components/forms/Checks'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'
import { PartyPicker } from '@/components/forms/PartyPicker'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice } from '@/components/Notice'
import { isResolved } from '@/lib/party'

import { LEVELS, namesAudience, OWES, type WorkWords } from './words'

interface WorkFieldsProps {
  words: WorkWords
  onChange: (words: WorkWords) => void
}

/** One thing the document asks for: what, of whom, what they owe, and by when. */
export function WorkFields({ words, onChange }: WorkFieldsProps) {
  const { t } = useTranslation()
  const set = (part: Partial<WorkWords>) => onChange({ ...words, ...part })
  const audience = namesAudience(words)
  return (
    <div className={fields.fields}>
      <LongText
        label={t('outside.what')}
        required
        maxLength={2000}
        value={words.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
      <PartyPicker
        label={t('outside.whom')}
        description={t('outside.whomHint')}
        value={words.parties}
        onChange={(parties) => set({ parties })}
      />
      {!words.parties.every(isResolved) && <Notice tone="warn">{t('outside.unresolved')}</Notice>}
      {audience && (
        <Checks
          legend={t('outside.levels')}
          options={LEVELS.map((value) => ({ value, label: t(`unit.level.${value}`) }))}
          chosen={words.levels}
          onChange={(levels) => set({ levels })}
        />
      )}
      <div className={fields.pair}>
        {audience && (
          <SelectInput
            label={t('outside.owes')}
            value={words.owes}
            options={OWES.map((value) => ({ value, label: t(`owes.${value}`) }))}
            onChange={(owes) => set({ owes })}
          />
        )}
        <DayInput
          label={t('outside.due')}
          required
          value={words.dueOn || null}
          onChange={(day) => set({ dueOn: day ?? '' })}
        />
      </div>
      <LongText
        label={t('task.column.deliverables')}
        description={t('taskForm.oneALine')}
        value={words.products}
        onChange={(event) => set({ products: event.currentTarget.value })}
      />
    </div>
  )
}
