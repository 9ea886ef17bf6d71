import { Button } from '@mantine/core'
import { IconCloudOff, IconLock, IconInbox, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import { useFormat } from '@/hooks/useFormat'
import { ApiError, ConnectionError } from '@/lib/problem'

import classes from './ViewState.module.css'

/** What a view needs to know of a query, whether it reads one thing or many pages. */
export interface ViewQuery<T> {
  data: T | undefined
  error: Error | null
  isError: boolean
  isFetching: boolean
  isPlaceholderData: boolean
  dataUpdatedAt: number
  refetch: () => Promise<unknown>
}

interface QueryViewProps<T> {
  query: ViewQuery<T>
  /** Drawn while nothing is known yet, in the shape of what is to come. */
  skeleton: ReactNode
  /** The view is the whole page, so that what stands in for it must be the page's heading. */
  page?: boolean
  isEmpty?: (data: T) => boolean
  /** Says what is not there, and what to do about it. */
  empty?: ReactNode
  children: (data: T) => ReactNode
}

/** The five states of a view: loading, empty, error, refreshing, ready. */
export function QueryView<T>(props: QueryViewProps<T>) {
  const { query, skeleton, page, isEmpty, empty, children } = props
  const { t } = useTranslation()
  if (query.data === undefined) {
    if (query.error) {
      return <ErrorPanel page={page} error={query.error} onRetry={() => void query.refetch()} />
    }
    return (
      <div role="status" aria-busy="true" aria-label={t('state.loading')}>
        {skeleton}
      </div>
    )
  }
  return (
    <div className={classes.region} aria-busy={query.isFetching}>
      {query.isFetching && <div className={classes.progress} aria-hidden="true" />}
      {query.isError && <StaleNotice query={query} />}
      <div className={query.isPlaceholderData ? classes.fading : undefined}>
        {isEmpty?.(query.data) ? empty : children(query.data)}
      </div>
    </div>
  )
}

/** What is on screen is older than it should be, and why. */
function StaleNotice<T>({ query }: { query: ViewQuery<T> }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className={classes.stale} role="status">
      <IconCloudOff size={18} aria-hidden="true" />
      <span>{t('state.stale', { at: format.dateTime(new Date(query.dataUpdatedAt)) })}</span>
      <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
        {t('action.retry')}
      </Button>
    </div>
  )
}

function errorWords(error: Error): 'connection' | 'notFound' | 'forbidden' | 'server' | 'refused' {
  if (error instanceof ConnectionError) return 'connection'
  if (!(error instanceof ApiError)) return 'server'
  if (error.status === 404) return 'notFound'
  if (error.status === 403) return 'forbidden'
  return error.status >= 500 ? 'server' : 'refused'
}

interface ErrorPanelProps {
  error: Error
  onRetry?: () => void
  page?: boolean | undefined
}

export function ErrorPanel({ error, onRetry, page }: ErrorPanelProps) {
  const { t } = useTranslation()
  const words = errorWords(error)
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <Panel
      icon={words === 'connection' ? <IconCloudOff /> : <IconLock />}
      role="alert"
      page={page}
      title={t(`error.${words}.title`)}
      text={words === 'refused' ? error.message : t(`error.${words}.text`)}
      note={requestId && t('error.requestId', { id: requestId })}
      action={
        onRetry && (
          <Button leftSection={<IconRefresh size={18} aria-hidden="true" />} onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )
      }
    />
  )
}

interface EmptyProps {
  title: string
  text: string
  action?: ReactNode
  page?: boolean | undefined
}

export function EmptyPanel(props: EmptyProps) {
  return <Panel icon={<IconInbox />} {...props} />
}

interface PanelProps extends EmptyProps {
  icon: ReactNode
  note?: ReactNode
  role?: 'alert'
}

function Panel({ icon, title, text, note, action, role, page }: PanelProps) {
  const Title = page ? 'h1' : 'p'
  return (
    <div className={classes.panel} role={role}>
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <Title className={classes.title}>{title}</Title>
      <p className={classes.text}>{text}</p>
      {note && <p className={classes.note}>{note}</p>}
      {action}
    </div>
  )
}
