import { Button } from '@mantine/core'
import { IconBell, IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { DataRequestDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { Facts } from '@/components/Facts'
import { SelectInput } from '@/components/forms/SelectInput'
import { Notice, ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { SampleMark } from '@/components/SampleMark'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { AnswerForm } from './AnswerForm'
import { Answers } from './Answers'
import { type AnswerFilters, requestQuery, useChaseSilent, useClose, useExtend, useWorkbook } from './api'
import classes from './Requests.module.css'
import { StatusMark } from './StatusMark'

interface RequestPageProps {
  requestId: string
  filters: AnswerFilters
  onChange: (change: AnswerFilters) => void
}

/** One request: the form of the reader's own unit, how many answered, and every unit's answer in reach. */
export function RequestPage({ requestId, filters, onChange }: RequestPageProps) {
  const query = useQuery(requestQuery(requestId))
  return (
    <QueryView query={query} page skeleton={<RowsSkeleton />}>
      {(request) => (
        <div className={classes.stack}>
          <Head request={request} />
          <Own request={request} />
          {request.asked > request.own.length && (
            <>
              <Progress request={request} />
              <Answers request={request} filters={filters} onChange={onChange} />
            </>
          )}
        </div>
      )}
    </QueryView>
  )
}

function Head({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <PageHeader title={request.title} over={<Link to="/data-requests">{t('request.title')}</Link>}>
        <StatusMark status={request.status} />
        {request.sample && <SampleMark />}
      </PageHeader>
      <Facts
        columns
        facts={[
          { label: t('request.column.due'), value: <strong>{format.dateTime(request.due_at)}</strong> },
          { label: t('request.askedBy'), value: request.unit.name },
          { label: t('request.askedOf'), value: request.audience.name },
          { label: t('request.closedAt'), value: request.closed_at && format.dateTime(request.closed_at) },
        ]}
      />
      {request.text && <p className={classes.text}>{request.text}</p>}
    </>
  )
}

function Own({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation()
  return request.own.map((answer) => (
    <Card key={answer.unit.id} title={t('request.ownAnswer', { unit: answer.unit.name })}>
      {request.may.includes('answer') && answer.may_answer ? (
        <AnswerForm request={request} answer={answer} />
      ) : (
        <p className={classes.soft}>
          {t(answer.answered_at === null ? 'request.closedUnanswered' : 'request.closedAnswered')}
        </p>
      )}
    </Card>
  ))
}

/** How many answered, counted again every few seconds, and what may be done about the rest. */
function Progress({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const chase = useChaseSilent(request.id)
  const book = useWorkbook(request.id)
  const [answered, asked] = [format.number(request.answered), format.number(request.asked)]
  const silent = request.asked - request.answered
  return (
    <Card title={t('request.progress')}>
      <div className={classes.form}>
        <p className={classes.text} role="status">
          <strong>{t('request.answered', { answered, asked })}</strong>
          {silent > 0 && ` · ${t('request.silent', { silent: format.number(silent) })}`}
        </p>
        <div className={classes.bar} aria-hidden="true">
          <span style={{ width: `${(100 * request.answered) / request.asked}%` }} />
        </div>
        {chase.data && (
          <Notice tone="good">{t('request.chased', { units: format.number(chase.data.units) })}</Notice>
        )}
        <ProblemNotice error={chase.error ?? book.error} />
        <div className={classes.acts}>
          {request.may.includes('chase') && silent > 0 && (
            <Button
              leftSection={<IconBell size={18} aria-hidden="true" />}
              loading={chase.isPending}
              onClick={() => chase.mutate({})}
            >
              {t('request.chase')}
            </Button>
          )}
          <Button
            variant="default"
            leftSection={<IconDownload size={18} aria-hidden="true" />}
            loading={book.isPending}
            onClick={() => book.mutate()}
          >
            {t('request.workbook')}
          </Button>
          {request.may.includes('change') && <Time request={request} />}
        </div>
      </div>
    </Card>
  )
}

const MORE = ['4', '24', '48', '168'] as const
const HOUR = 3_600_000

/** So many hours after an instant, or after now where that is over. */
function later(due: string, hours: number): string {
  return new Date(Math.max(Date.parse(due), Date.now()) + hours * HOUR).toISOString()
}

/** More time, counted from its end or from now where that is over; or none. */
function Time({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation()
  const [hours, setHours] = useState<'' | (typeof MORE)[number]>('')
  const extend = useExtend(request)
  const close = useClose(request)
  return (
    <>
      <SelectInput
        label={t('request.extend')}
        value={hours}
        options={[
          { value: '', label: t('request.extendBy') },
          ...MORE.map((value) => ({ value, label: t('request.moreHours', { hours: value }) })),
        ]}
        onChange={setHours}
      />
      {hours !== '' && (
        <Button
          variant="light"
          loading={extend.isPending}
          onClick={() =>
            extend.mutate(later(request.due_at, Number(hours)), { onSuccess: () => setHours('') })
          }
        >
          {t('request.extendNow')}
        </Button>
      )}
      {request.status === 'open' && (
        <Button variant="default" loading={close.isPending} onClick={() => close.mutate()}>
          {t('request.close')}
        </Button>
      )}
      <ProblemNotice error={extend.error ?? close.error} />
    </>
  )
}
