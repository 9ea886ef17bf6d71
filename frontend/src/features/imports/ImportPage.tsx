import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { PlanImport } from '@/api/models'
import { Card } from '@/components/Card'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { importQuery, useSendFile } from './api'
import { Committed } from './Committed'
import { DropZone } from './DropZone'
import { EarlierImports } from './EarlierImports'
import classes from './Imports.module.css'
import { Preview } from './Preview'

interface ImportPageProps {
  /** The document that was sent; absent before. */
  id: string | undefined
  onStarted: (id: string | undefined) => void
  /** `whole` where the draft took all that was printed. */
  onCommitted: (planId: string, whole: boolean) => void
}

/** From a plan’s document to its draft: drop it, look through what was understood, make the draft. */
export function ImportPage({ id, onStarted, onCommitted }: ImportPageProps) {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('imports.title')}>
        <span>{t('imports.explained')}</span>
      </PageHeader>
      {id === undefined ? (
        <div className={classes.narrow}>
          <Sending onStarted={onStarted} />
          <EarlierImports />
        </div>
      ) : (
        <Sent id={id} onStarted={onStarted} onCommitted={onCommitted} />
      )}
    </>
  )
}

function Sending({ onStarted }: Pick<ImportPageProps, 'onStarted'>) {
  const send = useSendFile()
  return (
    <div className={classes.narrow}>
      <DropZone
        busy={send.isPending}
        onFile={(file) => send.mutate(file, { onSuccess: ({ id }) => onStarted(id) })}
      />
      <ProblemNotice error={send.error} />
    </div>
  )
}

function Sent({ id, onStarted, onCommitted }: ImportPageProps & { id: string }) {
  const { t } = useTranslation()
  const query = useQuery(importQuery(id))
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton />}
      isEmpty={({ status }) => status === 'discarded'}
      empty={
        <EmptyPanel
          title={t('imports.discarded.title')}
          text={t('imports.discarded.text')}
          action={<Button onClick={() => onStarted(undefined)}>{t('imports.another')}</Button>}
        />
      }
    >
      {(read) => <Stage read={read} onStarted={onStarted} onCommitted={onCommitted} />}
    </QueryView>
  )
}

function Stage({ read, onStarted, onCommitted }: Omit<ImportPageProps, 'id'> & { read: PlanImport }) {
  if (read.status === 'reading') return <Reading read={read} />
  if (read.status === 'refused') {
    return (
      <div className={classes.narrow}>
        <Notice tone="problem">
          <strong>{read.filename}</strong>
          <p>{read.refusal?.message}</p>
        </Notice>
        <Sending onStarted={onStarted} />
      </div>
    )
  }
  if (read.status === 'committed' && read.plan_id !== null) return <Committed read={read} planId={read.plan_id} />
  return <Preview read={read} onDiscarded={() => onStarted(undefined)} onCommitted={onCommitted} />
}

function Reading({ read }: { read: PlanImport }) {
  const { t } = useTranslation()
  return (
    <div className={classes.narrow}>
      <Card title={read.filename}>
        <progress className={classes.bar} aria-label={t('imports.reading')} max={100} value={read.progress} />
        <p className={classes.soft} role="status">
          {t('imports.readingPercent', { percent: read.progress })}
        </p>
      </Card>
    </div>
  )
}
