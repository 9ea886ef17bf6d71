import { Button, TextInput } from '@mantine/core'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { LegalBasis, Plan, PlanChange } from '@/api/models'
import { Card } from '@/components/Card'
import { ConflictNotice } from '@/components/forms/ConflictNotice'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LegalBasesFields } from '@/components/forms/LegalBasesFields'
import { LongText } from '@/components/forms/LongText'
import { Notice, ProblemNotice } from '@/components/Notice'
import { NO_SIGNER, SignerFields, type SignerWords } from '@/components/forms/SignerFields'
import { useDraft } from '@/hooks/useDraft'
import { linesOf } from '@/lib/taskWords'

import { useEdit } from './api'
import classes from './PlanEditor.module.css'

interface HeaderWords {
  title: string
  year: string
  number: string
  issuedOn: string | null
  effectiveOn: string | null
  signer: SignerWords
  bases: LegalBasis[]
  /** One on each line. */
  recipients: string
}

const wordsOf = (plan: Plan): HeaderWords => ({
  title: plan.title,
  year: String(plan.year),
  number: plan.number ?? '',
  issuedOn: plan.issued_on,
  effectiveOn: plan.effective_on,
  signer: plan.signer ? { ...plan.signer, on_behalf: plan.signer.on_behalf ?? '' } : NO_SIGNER,
  bases: plan.legal_bases,
  recipients: plan.recipients.join('\n'),
})

function toSigner({ name, title, on_behalf }: SignerWords) {
  return name.trim() === '' ? null : { name: name.trim(), title: title.trim(), on_behalf: on_behalf.trim() || null }
}

function toChange(typed: Partial<HeaderWords>, words: HeaderWords): PlanChange {
  const year = Number(words.year)
  return {
    ...('title' in typed && { title: words.title.trim() }),
    ...('year' in typed && { year, horizon_years: [year] }),
    ...('number' in typed && { number: words.number.trim() || null }),
    ...('issuedOn' in typed && { issued_on: words.issuedOn }),
    ...('effectiveOn' in typed && { effective_on: words.effectiveOn }),
    ...('signer' in typed && { signer: toSigner(words.signer) }),
    ...('bases' in typed && { legal_bases: words.bases }),
    ...('recipients' in typed && { recipients: linesOf(words.recipients) }),
  }
}

/** The plan’s own particulars: what it is called, what it rests on, who signs, who receives it. */
export function HeaderForm({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const draft = useDraft<HeaderWords>(`plan.${plan.id}`, wordsOf(plan))
  const edit = useEdit(plan.id)
  const { values, set } = draft
  const labels: Record<keyof HeaderWords, string> = {
    title: t('newPlan.name'),
    year: t('newPlan.year'),
    number: t('plan.fact.number'),
    issuedOn: t('plan.fact.issuedOn'),
    effectiveOn: t('plan.fact.effectiveOn'),
    signer: t('plan.fact.signer'),
    bases: t('plan.legalBases'),
    recipients: t('plan.recipients'),
  }
  function save(event: SyntheticEvent) {
    event.preventDefault()
    const change = toChange(draft.typed, values)
    edit.mutate([{ kind: 'plan', change, version: plan.version }], { onSuccess: draft.clear })
  }
  return (
    <Card title={t('plan.factsTitle')}>
      <form className={fields.fields} onSubmit={save}>
        <div className={fields.pair} data-first="small">
          <TextInput
            label={labels.year}
            required
            inputMode="numeric"
            pattern="20\d\d"
            maxLength={4}
            value={values.year}
            onChange={(event) => set('year', event.currentTarget.value)}
          />
          <LongText
            label={labels.title}
            required
            maxLength={500}
            value={values.title}
            onChange={(event) => set('title', event.currentTarget.value)}
          />
        </div>
        <div className={fields.triple}>
          <TextInput
            label={labels.number}
            maxLength={100}
            value={values.number}
            onChange={(event) => set('number', event.currentTarget.value)}
          />
          <DayInput label={labels.issuedOn} value={values.issuedOn} onChange={(day) => set('issuedOn', day)} />
          <DayInput label={labels.effectiveOn} value={values.effectiveOn} onChange={(day) => set('effectiveOn', day)} />
        </div>
        <SignerFields value={values.signer} onChange={(signer) => set('signer', signer)} />
        <LegalBasesFields value={values.bases} onChange={(bases) => set('bases', bases)} />
        <LongText
          label={labels.recipients}
          description={t('taskForm.oneALine')}
          value={values.recipients}
          onChange={(event) => set('recipients', event.currentTarget.value)}
        />
        <ConflictNotice
          draft={draft}
          label={(name) => labels[name]}
          words={(name, { bases, signer, ...rest }) => {
            if (name === 'bases') return bases.map(({ type, number }) => [type, number].filter(Boolean).join(' ')).join('; ')
            return name === 'signer' ? signer.name : (rest[name] ?? '')
          }}
        />
        <ProblemNotice error={edit.error} />
        {edit.isSuccess && !draft.changed && <Notice tone="good">{t('engagement.saved')}</Notice>}
        <div className={classes.actions}>
          <Button type="submit" disabled={!draft.changed || draft.conflicts.length > 0} loading={edit.isPending}>
            {t('editor.saveHeader')}
          </Button>
          {draft.changed && (
            <Button variant="default" onClick={draft.clear}>
              {t('engagement.undo')}
            </Button>
          )}
        </div>
      </form>
    </Card>
  )
}
