import { Button, TextInput } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useAudiences } from '@/hooks/useAudiences'

import { useAskAdHoc } from './api'
import classes from './Reports.module.css'

interface AdHocFormProps {
  /** Told of the round that was opened; undefined where it was left. */
  onDone: (round?: string) => void
}

/** A report asked for once, outside what plans ask: what, of whom, by when. It opens at once. */
export function AdHocForm({ onDone }: AdHocFormProps) {
  const { t } = useTranslation()
  const audiences = useAudiences()
  const [title, setTitle] = useState('')
  const [whom, setWhom] = useState('')
  const [due, setDue] = useState<string | null>(null)
  const ask = useAskAdHoc()
  const audience = audiences.data?.find(({ id }) => id === whom)
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (audience && due) ask.mutate({ title: title.trim(), audience, due }, { onSuccess: ({ id }) => onDone(id) })
  }
  return (
    <form className={classes.figure} aria-label={t('report.adHoc.begin')} onSubmit={submit}>
      <TextInput
        label={t('report.adHoc.title')}
        required
        maxLength={300}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <SelectInput
        label={t('report.adHoc.whom')}
        value={whom}
        options={[
          { value: '', label: t('report.choose') },
          ...(audiences.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setWhom}
      />
      <DayInput label={t('report.column.due')} required value={due} onChange={setDue} />
      <Button type="submit" loading={ask.isPending} disabled={!audience || !due || title.trim() === ''}>
        {t('report.adHoc.do')}
      </Button>
      <Button variant="default" onClick={() => onDone()}>
        {t('action.cancel')}
      </Button>
      <ProblemNotice error={ask.error} />
    </form>
  )
}
