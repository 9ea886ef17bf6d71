import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { Card } from '@/components/Card'
import { LongText } from '@/components/forms/LongText'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { ApiError } from '@/lib/problem'

import type { useHandOut } from './api'
import { DocumentFields } from './DocumentFields'
import classes from './OutsidePage.module.css'
import { beginning, bodyOf, isReady, NO_WORK, type WorkWords } from './words'
import { WorkFields } from './WorkFields'

interface OutsideFormProps {
  units: readonly Ref[]
  send: ReturnType<typeof useHandOut>
}

/** The document, and each thing it asks for; it goes out whole. */
export function OutsideForm({ units, send }: OutsideFormProps) {
  const { t } = useTranslation()
  const draft = useDraft('outside', beginning(units))
  const { document, unit, tasks, reason } = draft.values
  const { error } = send
  const tooMuch = error instanceof ApiError && error.fields.some(({ code }) => code === 'too_much_asked')
  const change = (place: number, work: WorkWords) =>
    draft.set('tasks', tasks.map((each, index) => (index === place ? work : each)))
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (isReady(draft.values)) send.mutate(bodyOf(draft.values), { onSuccess: draft.clear })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <Card title={t('outside.document.title')}>
        <DocumentFields words={document} onChange={(words) => draft.set('document', words)} />
      </Card>
      {tasks.map((work, place) => (
        <Card
          key={place}
          title={tasks.length > 1 ? t('outside.workNumber', { number: place + 1 }) : t('outside.work')}
          aside={
            tasks.length > 1 && (
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                onClick={() => draft.set('tasks', tasks.filter((_, index) => index !== place))}
              >
                {t('outside.remove')}
              </Button>
            )
          }
        >
          <WorkFields words={work} onChange={(words) => change(place, words)} />
        </Card>
      ))}
      <div className={classes.foot}>
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => draft.set('tasks', [...tasks, NO_WORK])}
          >
            {t('outside.add')}
          </Button>
        </div>
        {units.length > 1 && (
          <SelectInput
            label={t('outside.unit')}
            value={unit}
            options={units.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(chosen) => draft.set('unit', chosen)}
          />
        )}
        {(tooMuch || reason !== '') && (
          <LongText
            label={t('issue.reason')}
            required
            rows={2}
            value={reason}
            onChange={(event) => draft.set('reason', event.currentTarget.value)}
          />
        )}
        <ProblemNotice error={error} />
        <div className={classes.acts}>
          <Button type="submit" size="md" loading={send.isPending} disabled={!isReady(draft.values)}>
            {t('outside.send')}
          </Button>
        </div>
        <p className={classes.soft}>{t('outside.after')}</p>
      </div>
    </form>
  )
}
