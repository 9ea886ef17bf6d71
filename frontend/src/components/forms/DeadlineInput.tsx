import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { api, unwrap } from '@/lib/client'

import classes from './DeadlineInput.module.css'
import { ScheduleReading } from './ScheduleReading'

const TYPING_PAUSE = 300

const readingQuery = (planId: string, text: string) =>
  queryOptions({
    queryKey: ['schedule', planId, text],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/plans/{plan_id}/schedule', {
          params: { path: { plan_id: planId }, query: { text } },
          signal,
        }),
      ),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  })

interface DeadlineInputProps {
  planId: string
  value: string
  onChange: (text: string) => void
}

/** A deadline in the words of the paper, and at once what the system takes it to mean. */
export function DeadlineInput({ planId, value, onChange }: DeadlineInputProps) {
  const { t } = useTranslation()
  const [text] = useDebouncedValue(value.trim(), TYPING_PAUSE)
  const { data: schedule } = useQuery(readingQuery(planId, text))
  return (
    <div>
      <TextInput
        label={t('taskForm.deadline')}
        placeholder={t('taskForm.deadlineExample')}
        maxLength={1000}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className={classes.reading} role="status">
        {text !== '' && schedule && <ScheduleReading schedule={schedule} />}
      </div>
    </div>
  )
}
