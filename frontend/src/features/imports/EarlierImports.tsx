import { IconCircleCheck, IconCircleMinus, IconCircleX, IconEye, IconLoader } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { ImportSummary } from '@/api/models'
import { Card } from '@/components/Card'
import { Mark, type Tone } from '@/components/Mark'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { importListQuery } from './api'
import { Discard } from './CommitBar'
import classes from './Imports.module.css'

/** Documents sent before: taken up again, followed to their draft, or thrown away. */
export function EarlierImports() {
  const { t } = useTranslation()
  const query = useInfiniteQuery(importListQuery())
  return (
    <Card title={t('imports.earlier.title')}>
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className={classes.soft}>{t('imports.earlier.none')}</p>}
      >
        {({ items }) => (
          <ul className={classes.earlier}>
            {items.map((each) => (
              <Earlier key={each.id} sent={each} />
            ))}
          </ul>
        )}
      </QueryView>
      <ShowMore of={query} />
    </Card>
  )
}

const LOOKS: Record<ImportSummary['status'], { tone: Tone; icon: ReactNode }> = {
  reading: { tone: 'accent', icon: <IconLoader /> },
  ready: { tone: 'warn', icon: <IconEye /> },
  refused: { tone: 'late', icon: <IconCircleX /> },
  committed: { tone: 'good', icon: <IconCircleCheck /> },
  discarded: { tone: 'calm', icon: <IconCircleMinus /> },
}

function Earlier({ sent }: { sent: ImportSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { status, doubtful_count: doubtful } = sent
  const open = status === 'ready' || status === 'reading'
  return (
    <li>
      <div>
        <p className={classes.title}>{open ? <Name sent={sent} /> : sent.filename}</p>
        <p className={classes.soft}>
          {sent.unit.name} · {format.dateTime(sent.created_at)}
          {status === 'ready' && ` · ${t('imports.earlier.rows', { count: sent.row_count })}`}
          {status === 'ready' && doubtful > 0 && `, ${t('imports.earlier.doubtful', { count: doubtful })}`}
        </p>
        {sent.refusal && <p className={classes.soft}>{sent.refusal.message}</p>}
      </div>
      <Mark {...LOOKS[status]}>{t(`imports.status.${status}`)}</Mark>
      <div className={classes.tools}>
        {status === 'committed' && (
          <Link to="/plans/import" search={{ id: sent.id }} aria-label={t('imports.earlier.openOf', { name: sent.filename })}>
            {t('imports.earlier.open')}
          </Link>
        )}
        {(open || status === 'refused') && <Discard read={sent} size="compact-sm" />}
      </div>
    </li>
  )
}

function Name({ sent: { id, filename } }: { sent: ImportSummary }) {
  return (
    <Link to="/plans/import" search={{ id }}>
      {filename}
    </Link>
  )
}
