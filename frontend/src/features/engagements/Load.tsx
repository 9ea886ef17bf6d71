import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'

import classes from './Engagements.module.css'
import { type Choices, countByAudience, type Line, OWES } from './lines'

/** How much each audience will be asked for, all tasks together. */
export function Load({ lines, choices }: { lines: readonly Line[]; choices: Choices }) {
  const { t } = useTranslation()
  const counts = countByAudience(lines, choices)
  if (counts.length === 0) return null
  return (
    <Card title={t('engagement.load')}>
      <table className={classes.load}>
        <thead>
          <tr>
            <th scope="col">{t('target.column.audience')}</th>
            {OWES.map((owes) => (
              <th key={owes} scope="col">
                {t(`owes.short.${owes}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map(({ audience, owes: count }) => (
            <tr key={audience.id}>
              <th scope="row">{audience.name}</th>
              {OWES.map((owes) => (
                <td key={owes} data-none={count[owes] === 0 || undefined}>
                  {count[owes]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
