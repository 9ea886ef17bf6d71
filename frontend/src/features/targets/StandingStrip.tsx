import { useTranslation } from 'react-i18next'

import type { Standing, Target } from '@/api/models'
import classes from '@/components/CountStrip.module.css'
import { useFormat } from '@/hooks/useFormat'

import styles from './TargetList.module.css'
import type { Results } from './useResults'

const ORDER: readonly Standing[] = ['met', 'on_track', 'at_risk', 'behind', 'no_data']

/** How many targets stand where, whose figures they are, and how fresh. */
export function StandingStrip({ targets, results }: { targets: readonly Target[]; results: Results }) {
  const { t } = useTranslation()
  const format = useFormat()
  const judged = targets.map(results.of)
  const asOf = judged.find(({ result }) => result !== undefined)?.result?.as_of
  if (asOf === undefined) return null
  return (
    <section aria-label={t('target.result.title')}>
      <dl className={classes.strip} data-five>
        {ORDER.map((standing) => {
          const count = judged.filter((each) => each.standing === standing).length
          return (
            <div key={standing} data-name={standing} data-some={count > 0 || undefined}>
              <dt>{t(`target.standing.${standing}`)}</dt>
              <dd>{count}</dd>
            </div>
          )
        })}
      </dl>
      <p className={styles.fresh}>
        {t('target.result.whose', { unit: results.unit.name, time: format.dateTime(asOf) })}
      </p>
    </section>
  )
}
