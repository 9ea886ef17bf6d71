import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import type { PlanLoad } from '@/api/models'
import { Mark } from '@/components/Mark'
import { useFormat } from '@/hooks/useFormat'
import { usePeriod } from '@/hooks/usePeriod'

import classes from './Engagements.module.css'

type Kind = PlanLoad['items'][number]

/** What each kind of school is asked for in each period, the heaviest first. */
export function SchoolLoad({ load }: { load: Pick<PlanLoad, 'items' | 'limit'> }) {
  const { t } = useTranslation()
  const period = usePeriod()
  const periods = [...new Set(load.items.flatMap(({ periods: asked }) => asked.map((each) => each.period)))].sort()
  if (load.items.length === 0) return <p className={classes.soft}>{t('issue.noLoad')}</p>
  return (
    <table className={classes.load} data-many aria-label={t('issue.load')}>
        <thead>
          <tr>
            <th scope="col">{t('issue.kind')}</th>
            <th scope="col">{t('issue.schools')}</th>
            {periods.map((each) => (
              <th key={each} scope="col">
                {period(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {load.items.map((kind, index) => (
            <KindRow key={index} kind={kind} periods={periods} limit={load.limit} />
          ))}
        </tbody>
    </table>
  )
}

function KindRow({ kind, periods, limit }: { kind: Kind; periods: readonly string[]; limit: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const levels = kind.education_levels.map((level) => t(`unit.level.${level}`)).join(', ')
  return (
    <tr>
      <th scope="row">
        {levels || t('issue.anyLevel')}
        {kind.ownership && <span className={classes.soft}>{t(`unit.ownership.${kind.ownership}`)}</span>}
        {kind.over_limit && (
          <Mark tone="warn" icon={<IconAlertTriangle />}>
            {t('issue.overLimit', { limit })}
          </Mark>
        )}
      </th>
      <td>{format.number(kind.schools)}</td>
      {periods.map((each) => {
        const count = kind.periods.find(({ period }) => period === each)?.count ?? 0
        return (
          <td key={each} data-none={count === 0 || undefined} data-over={count > limit || undefined}>
            {count}
          </td>
        )
      })}
    </tr>
  )
}
