import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { ParticipationRole } from '@/api/models'
import { FilterSelect } from '@/components/FilterSelect'
import type { Draft } from '@/hooks/useDraft'

import classes from './Engagements.module.css'
import { type Choices, type Line, linesWithin, OWES, type Owes, type Stroke } from './lines'

const ROLES = ['lead', 'coordinate', 'monitor'] as const satisfies readonly ParticipationRole[]

interface BulkStrokeProps {
  lines: readonly Line[]
  choices: Draft<Choices>
}

/** Sets the same for many lines at once: those of one audience, of one part, or all. */
export function BulkStroke({ lines, choices }: BulkStrokeProps) {
  const { t } = useTranslation()
  const [stroke, setStroke] = useState<Stroke>({})
  const [owes, setOwes] = useState<Owes | undefined>()
  const audiences = new Map(lines.map(({ audience }) => [audience.id, audience.name]))
  const reached = linesWithin(lines, stroke)
  function apply() {
    if (owes === undefined) return
    choices.setAll(
      Object.fromEntries(
        reached.flatMap(({ key }) => {
          const choice = choices.values[key]
          return choice ? [[key, { ...choice, owes }]] : []
        }),
      ),
    )
  }
  return (
    <div className={classes.bulk} role="group" aria-label={t('engagement.bulk.label')}>
      <span>{t('engagement.bulk.label')}</span>
      <FilterSelect
        label={t('engagement.bulk.audience')}
        anything={t('engagement.bulk.anyAudience')}
        value={stroke.audience}
        options={[...audiences].map(([value, label]) => ({ value, label }))}
        onChange={(audience) => setStroke({ ...stroke, audience })}
      />
      <FilterSelect
        label={t('engagement.bulk.role')}
        anything={t('engagement.bulk.anyRole')}
        value={stroke.role}
        options={ROLES.map((value) => ({ value, label: t(`participants.role.${value}`) }))}
        onChange={(role) => setStroke({ ...stroke, role })}
      />
      <FilterSelect
        label={t('engagement.bulk.owes')}
        anything={t('engagement.bulk.choose')}
        value={owes}
        options={OWES.map((value) => ({ value, label: t(`owes.${value}`) }))}
        onChange={setOwes}
      />
      <Button variant="default" disabled={owes === undefined || reached.length === 0} onClick={apply}>
        {t('engagement.bulk.apply', { count: reached.length })}
      </Button>
    </div>
  )
}
