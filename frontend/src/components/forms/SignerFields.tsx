import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import classes from './Fields.module.css'

/** Whoever signs, as a form holds it: empty texts where nothing is known. */
export interface SignerWords {
  name: string
  title: string
  on_behalf: string
}

export const NO_SIGNER: SignerWords = { name: '', title: '', on_behalf: '' }

interface SignerFieldsProps {
  value: SignerWords
  required?: boolean
  onChange: (signer: SignerWords) => void
}

/** Who signs, in which office, and for whom if not in one's own. */
export function SignerFields({ value, required = false, onChange }: SignerFieldsProps) {
  const { t } = useTranslation()
  return (
    <div className={classes.triple}>
      <TextInput
        label={t('signer.name')}
        required={required}
        maxLength={200}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label={t('signer.title')}
        required={required}
        maxLength={200}
        value={value.title}
        onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
      />
      <TextInput
        label={t('signer.onBehalf')}
        placeholder={t('signer.onBehalfExample')}
        maxLength={200}
        value={value.on_behalf}
        onChange={(event) => onChange({ ...value, on_behalf: event.currentTarget.value })}
      />
    </div>
  )
}
