import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { Amendment } from '@/api/models'
import { Card } from '@/components/Card'
import { LinkButton } from '@/components/LinkButton'
import { ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { type Draft, useDraft } from '@/hooks/useDraft'
import { useFormat } from '@/hooks/useFormat'
import { vietnamDay } from '@/lib/format'

import { AmendedTargets } from './AmendedTargets'
import { AmendedTasks } from './AmendedTasks'
import classes from './Amend.module.css'
import { amendedPlanQuery, useAmend, useTryAmendment } from './amending'
import { AmendmentFacts, FORM } from './AmendmentFacts'
import { Changes } from './Changes'
import { BackToLife } from './ComparisonPage'
import { type AmendedPlan, type AmendmentWords, blankAmendment, tally, toAmendment } from './draft'
import { UnfinishedNotice, unfinished } from './Unfinished'

interface AmendPageProps {
  planId: string
  onDone: () => void
}

/** A new amendment of a plan in force: what it rests on, what it does, and before it is made what that comes to. */
export function AmendPage({ planId, onDone }: AmendPageProps) {
  const { t } = useTranslation()
  const query = useQuery(amendedPlanQuery(planId))
  return (
    <div className={classes.page}>
      <BackToLife planId={planId} />
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ plan }) => plan.status !== 'issued'}
        empty={<NotInForce planId={planId} />}
      >
        {(parts) => <AmendForm parts={parts} title={t('amend.title')} onDone={onDone} />}
      </QueryView>
    </div>
  )
}

function NotInForce({ planId }: { planId: string }) {
  const { t } = useTranslation()
  return (
    <EmptyPanel
      title={t('amend.notInForce.title')}
      text={t('amend.notInForce.text')}
      action={
        <LinkButton to="/plans/$planId/amendments" params={{ planId }}>
          {t('life.back')}
        </LinkButton>
      }
    />
  )
}

interface AmendFormProps {
  parts: AmendedPlan
  title: string
  onDone: () => void
}

function AmendForm({ parts, title, onDone }: AmendFormProps) {
  const { plan } = parts
  const draft = useDraft<AmendmentWords>(`amendment.${plan.id}`, blankAmendment(vietnamDay(new Date())))
  const attempt = useTryAmendment(plan)
  const amend = useAmend(plan)
  const body = toAmendment(draft.values, parts)
  const tried = attempt.data && JSON.stringify(attempt.variables) === JSON.stringify(body) ? attempt.data : undefined
  const open = unfinished(draft.values)
  return (
    <>
      <AmendmentFacts
        plan={plan}
        title={title}
        draft={draft}
        onSubmit={() => {
          amend.reset()
          attempt.mutate(body)
        }}
      />
      <AmendedTasks parts={parts} draft={draft} />
      <AmendedTargets parts={parts} draft={draft} />
      {tried && (
        <Preview
          amendment={tried}
          error={amend.error}
          sending={amend.isPending}
          onSend={() =>
            amend.mutate(body, {
              onSuccess: () => {
                draft.clear()
                onDone()
              },
            })
          }
        />
      )}
      <div className={classes.bar}>
        <div className={classes.standing}>
          <Standing counts={tally(body)} />
          <UnfinishedNotice open={open} />
          <ProblemNotice error={attempt.error} />
        </div>
        <GiveUp draft={draft} />
        <Button type="submit" form={FORM} variant={tried ? 'default' : 'filled'} disabled={open !== null} loading={attempt.isPending}>
          <TryWords again={attempt.data !== undefined} />
        </Button>
      </div>
    </>
  )
}

function TryWords({ again }: { again: boolean }) {
  const { t } = useTranslation()
  return t(again ? 'amend.tryAgain' : 'amend.try')
}

function GiveUp({ draft }: { draft: Draft<AmendmentWords> }) {
  const { t } = useTranslation()
  if (!draft.changed) return null
  return (
    <Button variant="default" onClick={draft.clear}>
      {t('amend.giveUp')}
    </Button>
  )
}

/** What the amendment does so far, in numbers. */
function Standing({ counts }: { counts: ReturnType<typeof tally> }) {
  const { t } = useTranslation()
  const kinds = ['added', 'changed', 'cancelled'] as const
  const words = kinds.filter((kind) => counts[kind] > 0).map((kind) => t(`life.count.${kind}`, { count: counts[kind] }))
  return <p>{words.length === 0 ? t('amend.nothing') : t('amend.soFar', { words: words.join(', ') })}</p>
}

interface PreviewProps {
  amendment: Amendment
  error: Error | null
  sending: boolean
  onSend: () => void
}

/** Before and after, as the server would keep it; only what was seen so is made. */
function Preview({ amendment, error, sending, onSend }: PreviewProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className={classes.preview}>
      <Card title={t('amend.preview', { number: amendment.number })}>
        <p className={classes.lead}>{t('amend.previewText', { date: format.date(amendment.effective_on) })}</p>
        <Changes changes={amendment.changes} linked={false} />
        <div className={classes.send}>
          <ProblemNotice error={error} />
          <p className={classes.soft}>{t('amend.after')}</p>
          <div>
            <Button loading={sending} onClick={onSend}>
              {t('amend.send', { number: amendment.number })}
            </Button>
          </div>
        </div>
      </Card>
    </div>
  )
}
