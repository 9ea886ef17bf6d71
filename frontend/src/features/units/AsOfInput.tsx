import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/dates/styles.css'
import 'dayjs/locale/vi'

import { DateInput } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/hooks/useLanguage'

dayjs.extend(customParseFormat)

interface AsOfInputProps {
  /** `YYYY-MM-DD`; absent means today. */
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** The day whose tree is shown; empty for today's. */
export function AsOfInput({ value, onChange }: AsOfInputProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <DateInput
      locale={language}
      valueFormat="DD/MM/YYYY"
      aria-label={t('unit.asOfLabel')}
      placeholder={t('unit.asOfPlaceholder')}
      leftSection={<IconCalendar size={18} aria-hidden="true" />}
      clearable
      clearButtonProps={{ 'aria-label': t('unit.asOfClear') }}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
    />
  )
}
