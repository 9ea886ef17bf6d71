import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

import type { Ref } from '@/api/models'
import { Notice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { evidenceOfQuery } from './api'
import classes from './Evidence.module.css'
import { EvidenceMark, ExpiryMark } from './Marks'
import { NoPicture, Picture } from './Picture'
import { SendEvidence } from './SendEvidence'

/** What proof hangs on where it is shown, as links name it. */
export type ProvenType = 'assignment' | 'indicator_value'

interface EvidenceOfProps {
  type: ProvenType
  id: string
  unit: Ref
  /** Whether the reader sends for the unit. */
  writes: boolean
}

/** The proof of one thing, and where more of it is sent. */
export function EvidenceOf({ type, id, unit, writes }: EvidenceOfProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const query = useQuery(evidenceOfQuery(id))
  return (
    <>
      {writes && <SendEvidence unit={unit.id} links={`${type}:${id}`} />}
      <QueryView
        query={query}
        skeleton={<RowsSkeleton />}
        isEmpty={({ items }) => items.length === 0}
        empty={<p className={classes.soft}>{t(`evidence.noneHere.${type}`)}</p>}
      >
        {({ items }) => (
          <ul className={classes.items} aria-label={t('evidence.title')}>
            {items.map((each) => (
              <li key={each.id}>
                {each.previews > 0 ? <Picture id={each.id} page={0} alt="" className={classes.thumbnail} /> : <NoPicture />}
                <div>
                  <Link className={classes.itemTitle} to="/evidence" search={{ open: each.id }}>
                    {each.title}
                  </Link>
                  <p className={classes.itemFacts}>
                    <EvidenceMark evidence={each} />
                    <ExpiryMark evidence={each} />
                    <span>{format.dateTime(each.created_at)}</span>
                  </p>
                  {each.verdict === 'rejected' && each.verdict_reason !== null && (
                    <Notice tone="warn">{each.verdict_reason}</Notice>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  )
}
