import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Told } from '@/api/models'
import { Card } from '@/components/Card'
import { ProblemNotice } from '@/components/Notice'
import { PageHeader } from '@/components/PageHeader'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { vietnamDay } from '@/lib/format'

import { toldListQuery, useRead, useReadAll } from './api'
import classes from './NotificationsPage.module.css'
import { Preferences } from './Preferences'

/** What the reader was told, by day, the latest first. */
export function NotificationsPage() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(toldListQuery())
  const readAll = useReadAll()
  const unread = query.data?.some((told) => told.read_at === null) ?? false
  return (
    <>
      <PageHeader
        title={t('told.title')}
        actions={
          unread && (
            <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate()}>
              {t('told.readAll')}
            </Button>
          )
        }
      />
      <ProblemNotice error={readAll.error} />
      <div className={classes.columns}>
        <div className={classes.list}>
          <QueryView
            query={query}
            skeleton={<RowsSkeleton rows={4} />}
            isEmpty={(items) => items.length === 0}
            empty={<EmptyPanel title={t('told.none.title')} text={t('told.none.text')} />}
          >
            {(items) => <Days items={items} />}
          </QueryView>
          <ShowMore of={query} />
        </div>
        <Card title={t('told.preferences.title')}>
          <Preferences />
        </Card>
      </div>
    </>
  )
}

function Days({ items }: { items: readonly Told[] }) {
  const format = useFormat()
  const days = [...new Set(items.map((told) => vietnamDay(told.created_at)))]
  return days.map((day) => (
    <section key={day} aria-label={format.date(day)}>
      <h2 className={classes.day}>{format.date(day)}</h2>
      <ul className={classes.items}>
        {items
          .filter((told) => vietnamDay(told.created_at) === day)
          .map((told) => (
            <Item key={told.id} told={told} />
          ))}
      </ul>
    </section>
  ))
}

/** Following its link is reading it. */
function Item({ told }: { told: Told }) {
  const { t } = useTranslation()
  const read = useRead()
  const isNew = told.read_at === null
  const markRead = () => {
    if (isNew) read.mutate(told.id)
  }
  return (
    <li data-new={isNew || undefined}>
      <h3 className={classes.title}>
        {told.title}
        {isNew && <span className={classes.new}>{t('told.new')}</span>}
      </h3>
      <p className={classes.text}>{told.text}</p>
      <div className={classes.actions}>
        {told.link && (
          <Link to={told.link} onClick={markRead}>
            {t('told.open')}
          </Link>
        )}
        {isNew && (
          <Button variant="subtle" size="compact-sm" loading={read.isPending} onClick={markRead}>
            {t('told.markRead')}
          </Button>
        )}
      </div>
    </li>
  )
}
