import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Confirmation } from '@/api/models'
import { Facts } from '@/components/Facts'
import { ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { usePeriod } from '@/hooks/usePeriod'

import { useSettle } from './api'
import classes from './Figures.module.css'
import { KnownMark } from './KnownMark'
import { SheetDownload } from './SheetDownload'
import { useFigureWords } from '@/hooks/useFigureWords'

/** What a unit said of one figure, both figures side by side, and for a coordinator the way to settle it. */
export function DisputeCard({ word }: { word: Confirmation }) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const words = useFigureWords()
  const settles = useMay('confirmation:settle') && word.status === 'disputed'
  const { told, believed, unit_of_measure: measure } = word
  return (
    <li>
      <h2 className={classes.question}>{word.indicator.name}</h2>
      <p className={classes.about}>
        <span>{word.unit.name}</span>
        <span>{period(word.period)}</span>
        <KnownMark status={word.status} />
      </p>
      <Facts
        facts={[
          { label: t('figure.told', { source: word.source }), value: words(told, measure) },
          { label: t('figure.believed'), value: believed && words(believed, measure) },
          { label: t('figure.reason'), value: word.reason },
          { label: t('figure.said'), value: t('figure.byAt', { by: word.said_by, at: format.dateTime(word.said_at) }) },
          {
            label: t('figure.settled'),
            value:
              word.settled_at && t('figure.byAt', { by: word.settled_by, at: format.dateTime(word.settled_at) }),
          },
          { label: t('figure.remark'), value: word.remark },
        ]}
      />
      {settles && <Settling word={word} />}
      <SheetDownload unit={word.unit.code ?? word.unit.id} period={word.period} />
    </li>
  )
}

function Settling({ word }: { word: Confirmation }) {
  const { t } = useTranslation()
  const settle = useSettle(word.id)
  const [remark, setRemark] = useState('')
  const accept = (side: 'source' | 'unit') => settle.mutate({ in_favour_of: side, remark: remark.trim() || null })
  return (
    <div className={classes.form}>
      <Textarea
        label={t('figure.remark')}
        rows={2}
        value={remark}
        onChange={(event) => setRemark(event.currentTarget.value)}
      />
      <ProblemNotice error={settle.error} />
      <div className={classes.acts}>
        <Button loading={settle.isPending} onClick={() => accept('unit')}>
          {t('figure.acceptUnit')}
        </Button>
        <Button variant="default" loading={settle.isPending} onClick={() => accept('source')}>
          {t('figure.acceptSource')}
        </Button>
      </div>
    </div>
  )
}
