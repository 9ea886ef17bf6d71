import { TextInput } from '@mantine/core'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'

import { type DocumentWords, TYPES } from './words'

interface DocumentFieldsProps {
  words: DocumentWords
  onChange: (words: DocumentWords) => void
}

/** The document that asks for the work, as its heading prints it. */
export function DocumentFields({ words, onChange }: DocumentFieldsProps) {
  const { t } = useTranslation()
  const types = useId()
  const set = (part: Partial<DocumentWords>) => onChange({ ...words, ...part })
  return (
    <div className={fields.fields}>
      <div className={fields.triple}>
        <TextInput
          label={t('basis.type')}
          required
          list={types}
          maxLength={100}
          value={words.type}
          onChange={(event) => set({ type: event.currentTarget.value })}
        />
        <datalist id={types}>
          {TYPES.map((type) => (
            <option key={type} value={type} />
          ))}
        </datalist>
        <TextInput
          label={t('basis.number')}
          placeholder={t('outside.document.numberExample')}
          maxLength={100}
          value={words.number}
          onChange={(event) => set({ number: event.currentTarget.value })}
        />
        <DayInput
          label={t('basis.date')}
          required
          maxDate={new Date()}
          value={words.issuedOn || null}
          onChange={(day) => set({ issuedOn: day ?? '' })}
        />
      </div>
      <TextInput
        label={t('basis.issuer')}
        placeholder={t('outside.document.issuerExample')}
        maxLength={500}
        value={words.issuer}
        onChange={(event) => set({ issuer: event.currentTarget.value })}
      />
      <LongText
        label={t('basis.title')}
        required
        maxLength={2000}
        value={words.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
      />
    </div>
  )
}
