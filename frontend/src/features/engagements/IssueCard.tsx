import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'

import type { Plan } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import fields from '@/components/forms/Fields.module.css'
import { LongText } from '@/components/forms/LongText'
import { Notice, ProblemNotice } from '@/components/Notice'
import { NO_SIGNER, SignerFields } from '@/components/forms/SignerFields'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useDraft } from '@/hooks/useDraft'

import classes from './Engagements.module.css'
import { isTooMuch, type IssueWords, loadQuery, useIssue } from './issuing'
import { SchoolLoad } from './SchoolLoad'

interface IssueCardProps {
  plan: Plan
  /** Nothing is set yet, so that what is counted are the proposals. */
  proposed: boolean
  unsaved: boolean
  /** Saves what stands on the page where that is needed, and says which version the plan then has. */
  prepare: () => Promise<number>
  onIssued: (job: string) => void
}

const wordsOf = ({ number, issued_on, signer }: Plan): IssueWords => ({
  number: number ?? '',
  issuedOn: issued_on,
  signer: signer ? { ...signer, on_behalf: signer.on_behalf ?? '' } : NO_SIGNER,
  reason: '',
})

/** What schools will be asked for, and the number, date and signer that make a draft a plan in force. */
export function IssueCard({ plan, proposed, unsaved, prepare, onIssued }: IssueCardProps) {
  const { t } = useTranslation()
  const load = useQuery(loadQuery(plan.id, proposed))
  return (
    <Card title={t('issue.title')}>
      <div className={classes.issue}>
        <div>
          <p className={classes.label}>{t('issue.load')}</p>
          <p className={classes.soft}>{t(unsaved ? 'issue.loadUnsaved' : proposed ? 'issue.loadProposed' : 'issue.loadSaved')}</p>
          <QueryView query={load} skeleton={<RowsSkeleton rows={3} />}>
            {(read) => <SchoolLoad load={read} />}
          </QueryView>
        </div>
        <IssueForm
          plan={plan}
          tooMuch={load.data !== undefined && isTooMuch(load.data)}
          limit={load.data?.limit ?? 0}
          prepare={prepare}
          onIssued={onIssued}
        />
      </div>
    </Card>
  )
}

interface IssueFormProps extends Pick<IssueCardProps, 'plan' | 'prepare' | 'onIssued'> {
  tooMuch: boolean
  limit: number
}

function IssueForm({ plan, tooMuch, limit, prepare, onIssued }: IssueFormProps) {
  const { t } = useTranslation()
  const draft = useDraft<IssueWords>(`issue.${plan.id}`, wordsOf(plan))
  const issue = useIssue(plan.id)
  const { values } = draft
  async function send(event: SyntheticEvent) {
    event.preventDefault()
    const version = await prepare().catch(() => null)
    if (version === null) return
    // Not as a callback: once the plan is read again and is no draft, this form is gone, and its callbacks with it.
    const issued = await issue.mutateAsync({ words: values, version }).catch(() => null)
    if (issued === null) return
    draft.clear()
    if (issued.job !== null) onIssued(issued.job)
  }
  return (
    <form className={fields.fields} onSubmit={(event) => void send(event)}>
      <div className={fields.pair}>
        <TextInput
          label={t('plan.fact.number')}
          placeholder={t('issue.numberExample')}
          required
          maxLength={100}
          value={values.number}
          onChange={(event) => draft.set('number', event.currentTarget.value)}
        />
        <DayInput
          label={t('plan.fact.issuedOn')}
          required
          value={values.issuedOn}
          onChange={(day) => draft.set('issuedOn', day)}
        />
      </div>
      <SignerFields required value={values.signer} onChange={(signer) => draft.set('signer', signer)} />
      {tooMuch && (
        <>
          <Notice tone="warn">{t('issue.tooMuch', { limit })}</Notice>
          <LongText
            label={t('issue.reason')}
            required
            rows={2}
            value={values.reason}
            onChange={(event) => draft.set('reason', event.currentTarget.value)}
          />
        </>
      )}
      <ProblemNotice error={issue.error} />
      <div className={fields.row}>
        <Button type="submit" loading={issue.isPending}>
          {t('issue.send')}
        </Button>
        <p className={classes.hint}>{t('issue.after')}</p>
      </div>
    </form>
  )
}
