import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Question, Ref, StandingFigure } from '@/api/models'
import { Facts } from '@/components/Facts'
import { ProblemNotice } from '@/components/Notice'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { usePeriod } from '@/hooks/usePeriod'

import { useConfirm } from './api'
import { DisputeForm } from './DisputeForm'
import classes from './Figures.module.css'
import { KnownMark } from './KnownMark'
import { SheetDownload } from './SheetDownload'
import { useFigureWords } from '@/hooks/useFigureWords'

interface QuestionCardProps {
  unit: Ref
  asked: Question
}

/** One question to a unit: what is asked, what is known, and what the unit says of it. */
export function QuestionCard({ unit, asked }: QuestionCardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const period = usePeriod()
  const words = useFigureWords()
  const { present, last, suggested, unit_of_measure: measure } = asked
  const word = present?.confirmation
  const known = suggested && {
    count: suggested.denominator,
    kind: t(`figure.base.${suggested.base_count}`),
    day: format.date(suggested.on),
  }
  return (
    <li>
      <h2 className={classes.question}>{asked.question}</h2>
      <p className={classes.about}>
        <span>{period(asked.period)}</span>
        {word && <KnownMark status={word.status} />}
      </p>
      <Facts
        columns
        facts={[
          { label: t('figure.present'), value: present ? words(present, measure) : t('figure.unanswered') },
          { label: t('indicator.sourceLabel'), value: present && <SourceName figure={present} /> },
          { label: t('figure.last'), value: last && words(last, measure) },
          { label: t('figure.suggested'), value: known && t('figure.counted', known) },
          { label: t('figure.believed'), value: word?.believed && words(word.believed, measure) },
          { label: t('figure.reason'), value: word?.reason },
        ]}
      />
      {present && word && <Saying unit={unit} asked={asked} present={present} />}
    </li>
  )
}

/** Where a figure came from; the words of the API for what is usual, any other as it is. */
function SourceName({ figure: { source } }: { figure: StandingFigure }) {
  const { t } = useTranslation()
  if (source === 'reported' || source === 'derived' || source === 'client') return <>{t(`indicator.source.${source}`)}</>
  return <>{source}</>
}

/** Right, or wrong and why: nobody types over a figure that another system told. */
function Saying({ unit, asked, present }: QuestionCardProps & { present: StandingFigure }) {
  const { t } = useTranslation()
  const may = useMay('indicator_value:write')
  const confirm = useConfirm(present.id)
  const [disputing, setDisputing] = useState(false)
  if (disputing) return <DisputeForm asked={asked} present={present} onDone={() => setDisputing(false)} />
  const status = present.confirmation?.status
  return (
    <>
      <div className={classes.acts}>
        {may && status !== 'confirmed' && (
          <Button
            variant="default"
            loading={confirm.isPending}
            leftSection={<IconCheck size={18} aria-hidden="true" />}
            onClick={() => confirm.mutate()}
          >
            {t('figure.confirm')}
          </Button>
        )}
        {may && (
          <Button
            variant="default"
            leftSection={<IconAlertTriangle size={18} aria-hidden="true" />}
            onClick={() => setDisputing(true)}
          >
            {t('figure.dispute')}
          </Button>
        )}
        <SheetDownload unit={unit.code ?? unit.id} period={asked.period} />
      </div>
      <ProblemNotice error={confirm.error} />
    </>
  )
}
