import { Button, TextInput } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'

import { type Extension, useExtend } from './api'
import classes from './Reports.module.css'

interface ExtendingProps {
  round: string
  /** One unit, or a unit and all below it. */
  of: Pick<Extension, 'unit' | 'under'>
  name: string
  /** The first day that may be given, `YYYY-MM-DD`, where it is known. */
  today?: string
}

/** Gives a unit, or one and all below it, more time to report. What was sent stays as it is. */
export function Extending({ round, of, name, today }: ExtendingProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [writing, setWriting] = useState(false)
  const [day, setDay] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const extend = useExtend(round)
  if (!writing) {
    return (
      <>
        {extend.data && <Notice tone="good">{t('report.extend.done', { count: extend.data.extended })}</Notice>}
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconCalendarPlus size={16} aria-hidden="true" />}
          onClick={() => {
            extend.reset()
            setWriting(true)
          }}
        >
          {t('report.extend.begin')}
        </Button>
      </>
    )
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (day === null) return
    extend.mutate({ ...of, due_on: day, reason: reason.trim() || null }, { onSuccess: () => setWriting(false) })
  }
  return (
    <form className={classes.extend} aria-label={t('report.extend.of', { unit: name })} onSubmit={submit}>
      <DayInput label={t('report.extend.until')} value={day} {...(today ? { minDate: today } : {})} required onChange={setDay} />
      <TextInput
        label={t('report.extend.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ProblemNotice error={extend.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={extend.isPending} disabled={day === null}>
          {day === null ? t('report.extend.begin') : t('report.extend.do', { date: format.date(day) })}
        </Button>
        <Button variant="default" onClick={() => setWriting(false)}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
