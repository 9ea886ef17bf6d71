import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Unit } from '@/api/models'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import { countsQuery, workListQuery } from './api'
import { CountStrip } from './CountStrip'
import { asOwed, writingOf } from './mine'
import { OpenWork } from './OpenWork'
import { CountTable } from './OwedByOthers'
import classes from './WorkPage.module.css'

const MOST = 200

/** What a unit owes, and what the units right below it owe: for those who may see it. */
export function UnitWork({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  const { data: me } = useQuery(meQuery())
  const open = useInfiniteQuery(workListQuery({ unit: unit.id, open: true }, MOST))
  const counts = useQuery(countsQuery({ unit: unit.id }))
  const writing = writingOf(me, unit.id)
  return (
    <section aria-label={t('work.ofUnit.title')}>
      <div className={classes.othersHead}>
        <h2 className={classes.heading}>{t('work.ofUnit.title')}</h2>
        <Link to="/assignments" search={{ unit: unit.code }}>
          {t('work.ofUnit.all')}
        </Link>
      </div>
      {counts.data?.items[0] && <CountStrip count={counts.data.items[0]} />}
      {writing === 'on_behalf' && <p className={classes.note}>{t('work.onBehalf', { unit: unit.name })}</p>}
      <QueryView query={open} skeleton={<RowsSkeleton rows={3} />}>
        {({ items }) => (
          <OpenWork
            open={items.map(asOwed)}
            withUnit={false}
            writable={writing !== 'none'}
            empty={<EmptyPanel title={t('work.ofUnit.none.title')} text={t('work.ofUnit.none.text')} />}
          />
        )}
      </QueryView>
      {unit.child_count > 0 && <Below unit={unit} />}
    </section>
  )
}

function Below({ unit }: { unit: Unit }) {
  const { t } = useTranslation()
  const query = useQuery(countsQuery({ under: unit.id }, 'child'))
  return (
    <section className={classes.others} aria-label={t('work.ofUnit.below')}>
      <h2 className={classes.heading}>{t('work.ofUnit.below')}</h2>
      <div className={classes.sheet}>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={3} />}
          isEmpty={({ items }) => items.length === 0}
          empty={<p className={classes.plain}>{t('work.others.none.text')}</p>}
        >
          {({ items }) => <CountTable rows={items} view="unit" filters={{}} />}
        </QueryView>
      </div>
    </section>
  )
}
