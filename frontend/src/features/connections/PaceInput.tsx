import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** Whole numbers the server takes; what is empty means the deployment’s own. */
const MOST = 6

export const paceOf = (text: string): number | null => (text === '' ? null : Number(text))

/** How many requests a minute a system may send. */
export function PaceInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  return (
    <TextInput
      label={t('connection.pace')}
      description={t('connection.paceHint')}
      inputMode="numeric"
      maxLength={MOST}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.replace(/\D/g, ''))}
    />
  )
}
