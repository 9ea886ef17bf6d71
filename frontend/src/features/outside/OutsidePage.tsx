import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Me } from '@/api/models'
import { PageHeader } from '@/components/PageHeader'
import { PageSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { meQuery } from '@/lib/me'

import { useHandOut } from './api'
import { HandingOut } from './HandingOut'
import classes from './OutsidePage.module.css'
import { OutsideForm } from './OutsideForm'

/** Who hands out work, and for which units. */
const HANDS_OUT = new Set(['leader', 'coordinator'])
const unitsOf = (me: Me) => {
  const units = me.grants.filter(({ role }) => HANDS_OUT.has(role)).map(({ unit }) => unit)
  return [...new Map(units.map((unit) => [unit.id, unit])).values()]
}

/** Work that no plan asks for but a document does: written, sent to whom it concerns, and then where it stands. */
export function OutsidePage() {
  const { t } = useTranslation()
  const me = useQuery(meQuery())
  const send = useHandOut()
  return (
    <>
      <PageHeader title={t('outside.title')} over={t('outside.hint')} />
      <div className={classes.page}>
        {send.data ? (
          <HandingOut made={send.data} onAgain={send.reset} />
        ) : (
          <QueryView
            query={me}
            skeleton={<PageSkeleton />}
            isEmpty={(somebody) => unitsOf(somebody).length === 0}
            empty={<EmptyPanel title={t('error.forbidden.title')} text={t('error.forbidden.text')} />}
          >
            {(somebody) => <OutsideForm units={unitsOf(somebody)} send={send} />}
          </QueryView>
        )}
      </div>
    </>
  )
}
