import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { OwedItem, OwedList } from '@/api/models'
import { PageHeader } from '@/components/PageHeader'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import { type OthersView, owedQuery } from './api'
import { DoneWork } from './DoneWork'
import { ownUnits } from './mine'
import { OpenWork } from './OpenWork'
import { looksAfterOthers, OwedByOthers } from './OwedByOthers'
import classes from './WorkPage.module.css'

interface WorkPageProps {
  /** Questions of the period, where no report that is owed leads to them. */
  first?: ReactNode
  /** How many questions of a report wait. */
  asked?: (report: OwedItem) => ReactNode
  /** How the work of other units is looked at, for those who have units to look after. */
  by: OthersView | undefined
  onBy: (by: OthersView) => void
}

/** What the reader owes, in the order it is due; then what others owe that the reader looks after. */
export function WorkPage({ first, asked, by, onBy }: WorkPageProps) {
  const { t } = useTranslation()
  const query = useQuery(owedQuery())
  const { data: me } = useQuery(meQuery())
  const units = ownUnits(me)
  return (
    <>
      <PageHeader title={t('work.title')}>{query.data && <Summary owed={query.data} />}</PageHeader>
      {query.data?.items.some((item) => item.answers_questions) === false && first}
      <QueryView query={query} skeleton={<RowsSkeleton rows={4} />}>
        {({ items, more }) => (
          <>
            <OpenWork
              open={items}
              withUnit={units.length > 1}
              writable
              asked={asked}
              empty={<NothingOpen brief={looksAfterOthers(me)} />}
            />
            {more && <p className={classes.note}>{t('work.more')}</p>}
          </>
        )}
      </QueryView>
      <DoneWork units={units} />
      {me && <OwedByOthers me={me} by={by} onBy={onBy} />}
    </>
  )
}

function Summary({ owed: { items } }: { owed: OwedList }) {
  const { t } = useTranslation()
  const todo = items.filter(({ handed_in: handedIn }) => !handedIn)
  const late = todo.filter(({ overdue }) => overdue).length
  return (
    <span role="status">
      {t('work.open', { count: todo.length })}
      {late > 0 && ` · ${t('work.late', { count: late })}`}
    </span>
  )
}

/** One line is enough where there are others to look after. */
function NothingOpen({ brief }: { brief: boolean }) {
  const { t } = useTranslation()
  if (brief) return <p className={classes.plain}>{t('work.none.title')}</p>
  return <EmptyPanel title={t('work.none.title')} text={t('work.none.text')} />
}
