import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LegalBasesFields } from '@/components/forms/LegalBasesFields'
import { LongText } from '@/components/forms/LongText'
import { SignerFields } from '@/components/forms/SignerFields'
import type { Draft } from '@/hooks/useDraft'
import { vietnamDay } from '@/lib/format'

import { type AmendmentWords, NO_BASIS } from './draft'

/** The form that the button at the foot of the page belongs to. */
export const FORM = 'amendment'

interface AmendmentFactsProps {
  plan: Plan
  title: string
  draft: Draft<AmendmentWords>
  onSubmit: () => void
}

/** From when it holds, why, on what it rests, and which paper says so. */
export function AmendmentFacts({ plan, title, draft: { values, set }, onSubmit }: AmendmentFactsProps) {
  const { t } = useTranslation()
  return (
    <Card title={title}>
      <form
        id={FORM}
        className={fields.fields}
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <div className={fields.triple}>
          <DayInput
            label={t('amend.effectiveOn')}
            description={t('amend.effectiveOnHint')}
            required
            {...(plan.effective_on !== null && { minDate: plan.effective_on })}
            maxDate={vietnamDay(new Date())}
            value={values.effectiveOn}
            onChange={(day) => set('effectiveOn', day)}
          />
          <TextInput
            label={t('amend.number')}
            description={t('amend.ifAny')}
            placeholder={t('issue.numberExample')}
            maxLength={100}
            value={values.number}
            onChange={(event) => set('number', event.currentTarget.value)}
          />
          <DayInput
            label={t('amend.issuedOn')}
            description={t('amend.ifAny')}
            value={values.issuedOn}
            onChange={(day) => set('issuedOn', day)}
          />
        </div>
        <LongText
          label={t('life.reason')}
          required
          rows={2}
          value={values.reason}
          onChange={(event) => set('reason', event.currentTarget.value)}
        />
        <LegalBasesFields
          value={values.bases}
          // An amendment rests on something: the last document is emptied, not taken away.
          onChange={(bases) => set('bases', bases.length === 0 ? [NO_BASIS] : bases)}
        />
        <SignerFields value={values.signer} onChange={(signer) => set('signer', signer)} />
      </form>
    </Card>
  )
}
