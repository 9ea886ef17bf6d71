import { Button, Textarea, TextInput } from '@mantine/core'
import type { SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Question, StandingFigure } from '@/api/models'
import { ProblemNotice } from '@/components/Notice'
import { Segments } from '@/components/Segments'
import { useDraft } from '@/hooks/useDraft'

import { type Believed, useDispute } from './api'
import classes from './Figures.module.css'

interface DisputeFormProps {
  asked: Question
  present: StandingFigure
  onDone: () => void
}

const EMPTY = { numerator: '', denominator: '', value: '', yes: '', reason: '' }
type Typed = typeof EMPTY

/** Which parts a figure of each kind is made of. */
const MADE_OF = {
  ratio: ['numerator', 'denominator'],
  share_of_items: ['numerator', 'denominator'],
  count: ['value'],
  number: ['value'],
  share_of_units: ['yes'],
} as const satisfies Record<Question['kind'], readonly (keyof Typed)[]>

function sent(parts: readonly (keyof Typed)[], typed: Typed): Believed {
  const figures = parts.map((part) => [part, part === 'yes' ? typed.yes === 'yes' : typed[part].trim()] as const)
  return { ...Object.fromEntries(figures), reason: typed.reason.trim() }
}

/** The figure the unit believes, and why the other is wrong. */
export function DisputeForm({ asked, present, onDone }: DisputeFormProps) {
  const { t } = useTranslation()
  const dispute = useDispute(present.id)
  const draft = useDraft<Typed>(`figure.${present.id}`, EMPTY)
  const parts: readonly (keyof Typed)[] = MADE_OF[asked.kind]
  const ready = [...parts, 'reason' as const].every((part) => draft.values[part].trim() !== '')
  const labels = {
    numerator: asked.numerator_label ?? t('indicator.numerator'),
    denominator: asked.denominator_label ?? t('indicator.denominator'),
    value: t('figure.right', { unit: asked.unit_of_measure }),
  }
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!ready) return
    const onSuccess = () => {
      draft.clear()
      onDone()
    }
    dispute.mutate(sent(parts, draft.values), { onSuccess })
  }
  return (
    <form className={classes.form} aria-label={t('figure.dispute')} onSubmit={submit}>
      {parts.map((part) =>
        part === 'yes' ? (
          <Segments
            key={part}
            label={asked.question}
            value={draft.values.yes}
            options={[
              { value: 'yes', label: t('figure.yes') },
              { value: 'no', label: t('figure.no') },
            ]}
            onChange={(value) => draft.set('yes', value)}
          />
        ) : (
          part !== 'reason' && (
            <TextInput
              key={part}
              label={labels[part]}
              inputMode="decimal"
              maxLength={24}
              value={draft.values[part]}
              onChange={(event) => draft.set(part, event.currentTarget.value)}
            />
          )
        ),
      )}
      <Textarea
        label={t('figure.why')}
        rows={2}
        value={draft.values.reason}
        onChange={(event) => draft.set('reason', event.currentTarget.value)}
      />
      <ProblemNotice error={dispute.error} />
      <div className={classes.acts}>
        <Button type="submit" loading={dispute.isPending} disabled={!ready}>
          {t('figure.sendDispute')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
