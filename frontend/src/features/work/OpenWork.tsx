import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import type { OwedItem } from '@/api/models'

import { arrange, asOwed, type DuePart } from './mine'
import { OwedCard } from './OwedCard'
import { useReports } from './useReport'
import { WorkCard } from './WorkCard'
import classes from './WorkPage.module.css'

interface OpenWorkProps {
  /** What is open, in the order it is due. */
  open: readonly OwedItem[]
  withUnit: boolean
  /** Whether the reader may report from here. */
  writable: boolean
  /** Stands in for the list when there is nothing. */
  empty: ReactNode
  /** How many questions of a report wait. */
  asked?: ((report: OwedItem) => ReactNode) | undefined
}

/** What is owed, under headings by when it is due; each can be reported on the spot. */
export function OpenWork({ open, withUnit, writable, empty, asked }: OpenWorkProps) {
  const reports = useReports()
  const kept = [...reports.made.values()].map(({ before }) => asOwed(before))
  const parts = arrange(open, kept, new Date())
  if (parts.length === 0) return <div className={classes.sheet}>{empty}</div>
  return parts.map(({ part, items }) => (
    <Part key={part} part={part} count={items.length}>
      {items.map((each) =>
        each.assignment === null ? (
          <OwedCard key={each.id} item={each} withUnit={withUnit} asked={asked} />
        ) : (
          <WorkCard
            key={each.id}
            work={each.assignment}
            withUnit={withUnit}
            reports={writable && part !== 'waiting' ? reports : undefined}
          />
        ),
      )}
    </Part>
  ))
}

interface PartProps {
  part: DuePart
  count: number
  children: ReactNode
}

function Part({ part, count, children }: PartProps) {
  const { t } = useTranslation()
  return (
    <section className={classes.part} data-part={part} aria-label={t(`work.part.${part}`)}>
      <h2 className={classes.heading}>
        {t(`work.part.${part}`)} <span className={classes.count}>{count}</span>
      </h2>
      <ul className={classes.sheet}>{children}</ul>
    </section>
  )
}
