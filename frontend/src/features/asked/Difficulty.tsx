import { Button, Textarea } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { AskedForm } from '@/api/models'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { useMay } from '@/hooks/useMay'

import { useRaise } from './api'
import classes from './Asked.module.css'

/** What schools meet most; one tap says it. */
const COMMON = ['devices', 'line', 'training', 'software', 'money', 'staff'] as const

/** What stands in the way, in one sentence or from the common list; it goes to the unit above and into the report. */
export function Difficulty({ form }: { form: AskedForm }) {
  const { t } = useTranslation()
  const may = useMay('difficulty:write')
  const draft = useDraft(`asked.difficulty.${form.unit.id}.${form.period}`, { text: '', indicator: '' })
  const raise = useRaise(form)
  const { text, indicator } = draft.values
  if (!may) return null
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (text.trim() === '') return
    raise.mutate({ text: text.trim(), indicator }, { onSuccess: draft.clear })
  }
  return (
    <details className={classes.done}>
      <summary>{t('asked.difficulty.title')}</summary>
      <form className={classes.form} aria-label={t('asked.difficulty.title')} onSubmit={submit}>
        <div className={classes.acts}>
          {COMMON.map((each) => (
            <Button
              key={each}
              size="compact-md"
              variant="default"
              onClick={() => draft.set('text', t(`asked.difficulty.common.${each}`))}
            >
              {t(`asked.difficulty.common.${each}`)}
            </Button>
          ))}
        </div>
        <Textarea
          label={t('asked.difficulty.text')}
          rows={2}
          maxLength={2000}
          value={text}
          onChange={(event) => draft.set('text', event.currentTarget.value)}
        />
        <SelectInput
          label={t('asked.difficulty.about')}
          value={indicator}
          options={[
            { value: '', label: t('asked.difficulty.general') },
            ...form.items.map((each) => ({ value: each.indicator.id, label: each.question })),
          ]}
          onChange={(value) => draft.set('indicator', value)}
        />
        <ProblemNotice error={raise.error} />
        {raise.isSuccess && text === '' && (
          <Notice tone="good">{t('difficulty.raised', { unit: raise.data.put_to.name })}</Notice>
        )}
        <div className={classes.acts}>
          <Button type="submit" variant="default" loading={raise.isPending} disabled={text.trim() === ''}>
            {t('difficulty.send')}
          </Button>
        </div>
      </form>
    </details>
  )
}
