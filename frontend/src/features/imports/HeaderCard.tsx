import { Button, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportHeader, LegalBasis, PlanImport } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LegalBasesFields } from '@/components/forms/LegalBasesFields'
import { LongText } from '@/components/forms/LongText'
import { SignerFields, type SignerWords } from '@/components/forms/SignerFields'
import { ProblemNotice } from '@/components/Notice'
import { useDraft } from '@/hooks/useDraft'
import { linesOf } from '@/lib/taskWords'

import { useCorrect } from './api'
import { Problems } from './Problems'

interface HeaderWords {
  title: string
  year: string
  number: string
  issuedOn: string | null
  signer: SignerWords
  bases: LegalBasis[]
  /** One on each line. */
  recipients: string
}

const wordsOf = (header: ImportHeader): HeaderWords => ({
  title: header.title ?? '',
  year: header.year === null ? '' : String(header.year),
  number: header.number ?? '',
  issuedOn: header.issued_on,
  signer: {
    name: header.signer?.name ?? '',
    title: header.signer?.title ?? '',
    on_behalf: header.signer?.on_behalf ?? '',
  },
  bases: header.legal_bases.map((basis) => ({ ...basis, type: basis.type ?? '' })),
  recipients: header.recipients.join('\n'),
})

function toSigner({ name, title, on_behalf }: SignerWords) {
  return name.trim() === '' ? null : { name: name.trim(), title: title.trim(), on_behalf: on_behalf.trim() || null }
}

function toChange(typed: Partial<HeaderWords>, words: HeaderWords) {
  return {
    ...('title' in typed && { title: words.title.trim() || null }),
    ...('year' in typed && { year: words.year === '' ? null : Number(words.year) }),
    ...('number' in typed && { number: words.number.trim() || null }),
    ...('issuedOn' in typed && { issued_on: words.issuedOn }),
    ...('signer' in typed && { signer: toSigner(words.signer) }),
    ...('bases' in typed && { legal_bases: words.bases }),
    ...('recipients' in typed && { recipients: linesOf(words.recipients) }),
  }
}

/** What is typed over the header, and a way to send it. */
export function useHeader(read: PlanImport) {
  const draft = useDraft<HeaderWords>(`import.${read.id}`, wordsOf(read.header))
  const correct = useCorrect(read)
  async function save(): Promise<void> {
    if (!draft.changed) return
    await correct.mutateAsync({ kind: 'header', change: toChange(draft.typed, draft.values) })
    draft.clear()
  }
  return { draft, save, error: correct.error, saving: correct.isPending }
}

interface HeaderCardProps {
  read: PlanImport
  header: ReturnType<typeof useHeader>
}

/** What the first page and the signature say, to be put right. */
export function HeaderCard({ read, header: { draft, save, error, saving } }: HeaderCardProps) {
  const { t } = useTranslation()
  const { values, set } = draft
  const [more, setMore] = useState(false)
  function send(event: SyntheticEvent) {
    event.preventDefault()
    // What went wrong is said in the form.
    void save().catch(() => undefined)
  }
  return (
    <Card title={t('plan.factsTitle')}>
      <form className={fields.fields} onSubmit={send}>
        <p className={fields.soft}>{[...new Set([read.filename, read.header.issuer, read.unit.name])].filter(Boolean).join(' · ')}</p>
        <Problems problems={read.header.problems} />
        <div className={fields.pair} data-first="small">
          <TextInput
            label={t('newPlan.year')}
            required
            inputMode="numeric"
            pattern="20\d\d"
            maxLength={4}
            value={values.year}
            onChange={(event) => set('year', event.currentTarget.value)}
          />
          <LongText
            label={t('newPlan.name')}
            required
            value={values.title}
            onChange={(event) => set('title', event.currentTarget.value)}
          />
        </div>
        <div className={fields.pair}>
          <TextInput
            label={t('plan.fact.number')}
            value={values.number}
            onChange={(event) => set('number', event.currentTarget.value)}
          />
          <DayInput label={t('plan.fact.issuedOn')} value={values.issuedOn} onChange={(day) => set('issuedOn', day)} />
        </div>
        <SignerFields value={values.signer} onChange={(signer) => set('signer', signer)} />
        <details className={fields.more} onToggle={({ currentTarget }) => setMore(currentTarget.open)}>
          <summary>
            {t('imports.restsOn', { bases: values.bases.length, recipients: linesOf(values.recipients).length })}
          </summary>
          {more && (
            <div className={fields.fields}>
              <LegalBasesFields value={values.bases} onChange={(bases) => set('bases', bases)} />
              <LongText
                label={t('plan.recipients')}
                description={t('taskForm.oneALine')}
                value={values.recipients}
                onChange={(event) => set('recipients', event.currentTarget.value)}
              />
            </div>
          )}
        </details>
        <ProblemNotice error={error} />
        {draft.changed && (
          <div className={fields.row}>
            <Button type="submit" loading={saving}>
              {t('editor.saveHeader')}
            </Button>
            <Button variant="default" onClick={draft.clear}>
              {t('engagement.undo')}
            </Button>
          </div>
        )}
      </form>
    </Card>
  )
}
