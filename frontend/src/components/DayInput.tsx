import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/dates/styles.css'
import 'dayjs/locale/vi'

import { DateInput, type DateInputProps } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import { useTranslation } from 'react-i18next'

import { useLanguage } from '@/hooks/useLanguage'

dayjs.extend(customParseFormat)

interface DayInputProps
  extends Pick<DateInputProps, 'label' | 'aria-label' | 'placeholder' | 'description' | 'required' | 'error' | 'minDate' | 'maxDate' | 'className'> {
  /** `YYYY-MM-DD`. */
  value: string | null
  onChange: (value: string | null) => void
}

/** A day, typed or picked, as people write it here. */
export function DayInput({ value, onChange, placeholder, required = false, ...rest }: DayInputProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <DateInput
      {...rest}
      locale={language}
      valueFormat="DD/MM/YYYY"
      placeholder={placeholder ?? t('day.placeholder')}
      leftSection={<IconCalendar size={18} aria-hidden="true" />}
      clearable={!required}
      required={required}
      clearButtonProps={{ 'aria-label': t('day.clear') }}
      value={value}
      onChange={onChange}
    />
  )
}
