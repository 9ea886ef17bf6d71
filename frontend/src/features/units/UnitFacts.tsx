import { useTranslation } from 'react-i18next'

import type { Ref, Unit } from '@/api/models'
import { type Fact, Facts } from '@/components/Facts'
import { useSpan } from '@/hooks/useSpan'

import { UnitLink } from './UnitLink'
import classes from './UnitPanel.module.css'

/** What is known of a unit, but for its name and kind. */
export function UnitFacts({ unit, onSelect }: { unit: Unit; onSelect: (unitId: string) => void }) {
  const { t } = useTranslation()
  const span = useSpan()
  const link = (ref: Ref | null) => ref && <UnitLink unit={ref} onSelect={onSelect} />
  const levels = unit.education_levels.map((level) => t(`unit.level.${level}`))
  const said = [unit.id, unit.parent?.id]
  const department = said.includes(unit.department?.id) ? null : unit.department
  const facts: Fact[] = [
    { label: t('unit.parent.professional'), value: link(unit.parent) },
    { label: t('unit.parent.administrative'), value: link(unit.administrative_parent) },
    { label: t('unit.department'), value: link(department) },
    { label: t('unit.levels'), value: levels.join(', ') },
    { label: t('unit.ownershipLabel'), value: unit.ownership && t(`unit.ownership.${unit.ownership}`) },
    { label: t('unit.areaLabel'), value: unit.area && t(`unit.area.${unit.area}`) },
    { label: t('unit.code'), value: unit.code },
    { label: t('unit.codes'), value: unit.codes.length > 0 && <Codes codes={unit.codes} /> },
    { label: t('unit.aliases'), value: unit.aliases.join(', ') },
    { label: t('unit.existence'), value: span(unit.from, unit.to) },
  ]
  return <Facts facts={facts} />
}

function Codes({ codes }: { codes: Unit['codes'] }) {
  const { t } = useTranslation()
  const span = useSpan()
  return (
    <ul className={classes.plain}>
      {codes.map(({ scheme, value, from, to }) => (
        <li key={`${scheme}-${value}-${from}`}>
          {t(`unit.scheme.${schemeKey(scheme)}`, { scheme, value })}{' '}
          <span className={classes.soft}>{span(from, to)}</span>
        </li>
      ))}
    </ul>
  )
}

function schemeKey(scheme: string): 'moet' | 'admin' | 'other' {
  return scheme === 'moet' || scheme === 'admin' ? scheme : 'other'
}
