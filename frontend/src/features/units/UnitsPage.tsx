import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { DayInput } from '@/components/DayInput'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { Segments } from '@/components/Segments'
import { EmptyPanel } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { type Line, LINES, type UnitsState } from './api'
import { UnitPanel } from './UnitPanel'
import { UnitSearch } from './UnitSearch'
import classes from './UnitsPage.module.css'
import { UnitTree } from './UnitTree'

interface UnitsPageProps {
  state: UnitsState
  onChange: (change: UnitsState) => void
}

export function UnitsPage({ state, onChange }: UnitsPageProps) {
  const { t } = useTranslation()
  const { q, line = 'professional', as_of, unit } = state
  const view = { line, as_of }
  const onSelect = (unitId: string) => onChange({ unit: unitId })
  return (
    <>
      <PageHeader title={t('unit.title')}>
        <AsOfNote asOf={as_of} />
      </PageHeader>
      <div className={classes.controls}>
        <SearchBox
          className={classes.search}
          label={t('unit.search')}
          placeholder={t('unit.searchPlaceholder')}
          value={q}
          onChange={(text) => onChange({ q: text })}
        />
        <LineSwitch line={line} onChange={(next) => onChange({ line: next })} />
        <DayInput
          aria-label={t('unit.asOfLabel')}
          placeholder={t('unit.asOfPlaceholder')}
          value={as_of ?? null}
          onChange={(next) => onChange({ as_of: next ?? undefined })}
        />
      </div>
      <div className={classes.columns} data-open={unit !== undefined || undefined}>
        <section className={classes.tree} aria-label={t('unit.tree')}>
          {q ? (
            <UnitSearch q={q} view={view} selected={unit} onSelect={onSelect} />
          ) : (
            <UnitTree key={`${line}-${as_of}`} view={view} selected={unit} onSelect={onSelect} />
          )}
        </section>
        <section className={classes.panel} aria-label={t('unit.panel')}>
          {unit && (
            <Button
              className={classes.back}
              variant="subtle"
              leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
              onClick={() => onChange({ unit: undefined })}
            >
              {t('unit.back')}
            </Button>
          )}
          {unit ? (
            <UnitPanel unitId={unit} asOf={as_of} onSelect={onSelect} />
          ) : (
            <EmptyPanel title={t('unit.choose.title')} text={t('unit.choose.text')} />
          )}
        </section>
      </div>
    </>
  )
}

function AsOfNote({ asOf }: { asOf: string | undefined }) {
  const { t } = useTranslation()
  const format = useFormat()
  return <span>{asOf ? t('unit.asOf', { date: format.date(asOf) }) : t('unit.asOfToday')}</span>
}

function LineSwitch({ line, onChange }: { line: Line; onChange: (line: Line) => void }) {
  const { t } = useTranslation()
  const options = LINES.map((value) => ({ value, label: t(`unit.line.${value}`) }))
  return <Segments label={t('unit.line.label')} value={line} options={options} onChange={onChange} />
}
