import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { LegalBasis } from '@/api/models'

import { DayInput } from '../DayInput'
import classes from './Fields.module.css'

interface LegalBasesFieldsProps {
  value: readonly LegalBasis[]
  onChange: (bases: LegalBasis[]) => void
}

const EMPTY: LegalBasis = { type: '', number: null, issued_on: null, issuer: null, title: null }

/** The documents that something rests on, in order. */
export function LegalBasesFields({ value, onChange }: LegalBasesFieldsProps) {
  const { t } = useTranslation()
  const change = (place: number, part: Partial<LegalBasis>) =>
    onChange(value.map((basis, index) => (index === place ? { ...basis, ...part } : basis)))
  return (
    <fieldset className={classes.part}>
      <legend className={classes.legend}>{t('plan.legalBases')}</legend>
      {value.length > 0 && (
        <ol className={classes.list}>
          {value.map((basis, index) => (
            <li key={index} className={classes.basis}>
              <BasisFields
                basis={basis}
                onChange={(part) => change(index, part)}
                onRemove={() => onChange(value.filter((_, place) => place !== index))}
              />
            </li>
          ))}
        </ol>
      )}
      <Button
        variant="default"
        size="compact-md"
        leftSection={<IconPlus size={16} aria-hidden="true" />}
        onClick={() => onChange([...value, EMPTY])}
      >
        {t('basis.add')}
      </Button>
    </fieldset>
  )
}

interface BasisFieldsProps {
  basis: LegalBasis
  onChange: (part: Partial<LegalBasis>) => void
  onRemove: () => void
}

function BasisFields({ basis, onChange, onRemove }: BasisFieldsProps) {
  const { t } = useTranslation()
  const orNull = (text: string) => (text === '' ? null : text)
  return (
    <div className={classes.fields}>
      <div className={classes.triple}>
        <TextInput
          label={t('basis.type')}
          placeholder={t('basis.typeExample')}
          required
          value={basis.type}
          onChange={(event) => onChange({ type: event.currentTarget.value })}
        />
        <TextInput
          label={t('basis.number')}
          value={basis.number ?? ''}
          onChange={(event) => onChange({ number: orNull(event.currentTarget.value) })}
        />
        <DayInput label={t('basis.date')} value={basis.issued_on ?? null} onChange={(issued_on) => onChange({ issued_on })} />
      </div>
      <TextInput
        label={t('basis.issuer')}
        value={basis.issuer ?? ''}
        onChange={(event) => onChange({ issuer: orNull(event.currentTarget.value) })}
      />
      <TextInput
        label={t('basis.title')}
        value={basis.title ?? ''}
        onChange={(event) => onChange({ title: orNull(event.currentTarget.value) })}
      />
      <div>
        <Button variant="subtle" color="red" size="compact-sm" onClick={onRemove}>
          {t('basis.remove')}
        </Button>
      </div>
    </div>
  )
}
