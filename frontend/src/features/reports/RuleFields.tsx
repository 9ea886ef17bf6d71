import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { Regime } from '@/api/models'
import { DayInput } from '@/components/DayInput'
import { SelectInput } from '@/components/forms/SelectInput'

import classes from './Reports.module.css'
import { type RuleWords, type Way, waysOf } from './steps'

interface RuleFieldsProps {
  label: string
  /** What it means that nobody says a day. */
  none: string
  cadence: Regime['cadence']
  words: RuleWords
  onChange: (words: RuleWords) => void
}

/** On which day something about a period falls. */
export function RuleFields({ label, none, cadence, words, onChange }: RuleFieldsProps) {
  const { t } = useTranslation()
  const ways = waysOf(cadence)
  const way: Way = ways.includes(words.way) ? words.way : 'none'
  const set = (part: Partial<RuleWords>) => onChange({ ...words, ...part })
  const named = (what: string) => `${label}: ${what}`
  return (
    <div className={`${classes.figure} ${classes.rule}`}>
      <SelectInput
        label={label}
        value={way}
        options={ways.map((value) => ({ value, label: value === 'none' ? none : t(`report.regime.way.${value}`) }))}
        onChange={(next) => set({ way: next })}
      />
      {(way === 'before' || way === 'by') && (
        <>
          <Whole label={t('report.day')} name={named(t('report.day'))} value={words.day} onChange={(day) => set({ day })} />
          {cadence !== 'month' && (
            <Whole
              label={t('report.monthOf')}
              name={named(t('report.monthOf'))}
              value={words.month}
              onChange={(month) => set({ month })}
            />
          )}
        </>
      )}
      {way === 'after' && (
        <Whole
          label={t('report.daysAfter')}
          name={named(t('report.daysAfter'))}
          value={words.days}
          onChange={(days) => set({ days })}
        />
      )}
      {way === 'on' && <DayInput label={t('report.day')} value={words.on} onChange={(on) => set({ on })} />}
    </div>
  )
}

interface WholeProps {
  label: string
  /** The label with what it is about: a form has several alike. */
  name: string
  value: string
  onChange: (value: string) => void
}

function Whole({ label, name, value, onChange }: WholeProps) {
  return (
    <TextInput
      label={label}
      aria-label={name}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
