import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import type { Indicator, Target } from '@/api/models'
import { type Fact, Facts } from '@/components/Facts'
import { Participants } from '@/components/Participants'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useTargetWords } from '@/hooks/useTargetWords'

import { indicatorQuery } from './api'
import { detailId } from './detailId'
import { HoldingBack } from './HoldingBack'
import classes from './IndicatorDetail.module.css'
import type { Judged } from './useResults'

/** What a target measures, how, on whom and how often; and what the year’s end will be, where that can be told. */
export function IndicatorDetail({ target, judged }: { target: Target; judged: Judged | undefined }) {
  const { t } = useTranslation()
  const query = useQuery(indicatorQuery(target.indicator.id))
  return (
    <section id={detailId(target)} className={classes.detail} aria-label={t('indicator.title')}>
      <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
        {(indicator) => (
          <div className={classes.columns}>
            <div>
              <Measure indicator={indicator} />
              {judged?.result && judged.standing !== null && (
                <HoldingBack target={target} result={judged.result} />
              )}
            </div>
            <Behaviour indicator={indicator} target={target} judged={judged} />
          </div>
        )}
      </QueryView>
    </section>
  )
}

/** The formula: one line over the other, as on paper. */
function Measure({ indicator }: { indicator: Indicator }) {
  const { t } = useTranslation()
  return (
    <div>
      <h2 className={classes.heading}>{t('indicator.measured')}</h2>
      <p className={classes.kind}>{t(`indicator.kind.${indicator.kind}`)}</p>
      {indicator.provenance === 'ours' && <p className={classes.ours}>{t('indicator.ours')}</p>}
      {indicator.denominator_label === null ? (
        <p>{indicator.numerator_label}</p>
      ) : (
        <div className={classes.fraction}>
          <p>
            <span className={classes.part}>{t('indicator.numerator')}</span>
            {indicator.numerator_label}
          </p>
          <p>
            <span className={classes.part}>{t('indicator.denominator')}</span>
            {indicator.denominator_label}
          </p>
        </div>
      )}
    </div>
  )
}

interface BehaviourProps {
  indicator: Indicator
  target: Target
  judged: Judged | undefined
}

function Behaviour({ indicator, target, judged }: BehaviourProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const result = judged?.result
  const ahead = judged?.standing && result?.forecast
  const on = indicator.measured_on.map((kind) => t(`unit.kind.${kind}`))
  const facts: Fact[] = [
    {
      label: t('target.result.forecast'),
      value: typeof ahead === 'number' && `${format.figure(ahead)} ${indicator.unit_of_measure}`,
    },
    { label: t('target.result.cutoff'), value: result?.value != null && format.date(result.cutoff) },
    { label: t('indicator.judged'), value: useTargetWords()(target) },
    { label: t('indicator.unitOfMeasure'), value: indicator.unit_of_measure },
    { label: t('indicator.frequencyLabel'), value: t(`indicator.frequency.${indicator.frequency}`) },
    { label: t('indicator.timeLabel'), value: t(`indicator.time.${indicator.time_behaviour}`) },
    { label: t('indicator.directionLabel'), value: t(`indicator.direction.${indicator.direction}`) },
    { label: t('indicator.measuredOn'), value: on.join(', ') },
    { label: t('indicator.sourceLabel'), value: t(`indicator.source.${indicator.source}`) },
    { label: t('indicator.derivationLabel'), value: indicator.derivation && t(`indicator.derivation.${indicator.derivation}`) },
    { label: t('indicator.baseCount'), value: indicator.base_count && t(`figure.base.${indicator.base_count}`) },
    {
      label: t('indicator.prevailsLabel'),
      value: indicator.source === 'client' && t(`indicator.prevails.${indicator.prevails}`),
    },
    { label: t('target.column.audience'), value: target.audience?.name },
    {
      label: t('target.column.coordinate'),
      value: target.participations.some(({ role }) => role === 'coordinate') && (
        <Participants participations={target.participations} part="coordinate" />
      ),
    },
    { label: t('indicator.name'), value: indicator.name !== target.printed_name && indicator.name },
    { label: t('indicator.note'), value: indicator.note },
    { label: t('indicator.code'), value: indicator.code },
  ]
  return <Facts columns facts={facts} />
}
