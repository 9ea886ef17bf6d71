import { Progress } from '@mantine/core'
import { IconCamera, IconPaperclip } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm, Question } from '@/api/models'
import { Notice } from '@/components/Notice'
import { usePeriod } from '@/hooks/usePeriod'

import { useRefresh } from './api'
import classes from './Asked.module.css'
import { sendProof } from './proof'

interface ProofInputProps {
  form: AskedForm
  question: Question
}

/** A photo or a file where something is to be shown: from the camera at once, or from what is on the device. */
export function ProofInput({ form, question }: ProofInputProps) {
  const { t } = useTranslation()
  const period = usePeriod()
  const refresh = useRefresh()
  const [percent, setPercent] = useState(0)
  const sending = useMutation({
    mutationFn: (file: File) =>
      sendProof(
        {
          file,
          title: `${question.proof ?? ''} – ${period(question.period)}`,
          unit: form.unit.id,
          indicator: question.indicator.id,
          period: question.period,
        },
        setPercent,
      ),
    onSettled: refresh,
  })
  function choose(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.currentTarget.files ?? []
    if (file) sending.mutate(file)
    event.currentTarget.value = ''
  }
  return (
    <div className={classes.proof}>
      <p className={classes.about}>{t('asked.proof.wanted', { proof: question.proof ?? '' })}</p>
      <div className={classes.acts}>
        <label className={classes.pick}>
          <IconCamera size={18} aria-hidden="true" />
          {t('asked.proof.camera')}
          <input type="file" accept="image/*" capture="environment" disabled={sending.isPending} onChange={choose} />
        </label>
        <label className={classes.pick}>
          <IconPaperclip size={18} aria-hidden="true" />
          {t('asked.proof.file')}
          <input type="file" disabled={sending.isPending} onChange={choose} />
        </label>
      </div>
      {sending.isPending && (
        <Progress value={percent} aria-label={t('asked.proof.sending', { percent })} size="lg" animated />
      )}
      {sending.isError && <Notice tone="problem">{t('asked.proof.failed')}</Notice>}
      {question.shown.length > 0 && (
        <ul className={classes.files} aria-label={t('asked.proof.shown')}>
          {question.shown.map(({ id, filename }) => (
            <li key={id}>{filename}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
