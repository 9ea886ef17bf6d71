import '@mantine/core/styles/Checkbox.css'

import { Button, Checkbox } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Evidence } from '@/api/models'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { PageHeader } from '@/components/PageHeader'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useMay } from '@/hooks/useMay'
import { meQuery } from '@/lib/me'

import { evidenceListQuery, type EvidenceState, KIND_NAMES, ORDERS, VERDICTS } from './api'
import classes from './Evidence.module.css'
import { EvidenceRecord } from './EvidenceRecord'
import { Judging } from './Judging'
import { EvidenceMark, ExpiryMark } from './Marks'
import { NoPicture, Picture } from './Picture'
import { SendEvidence } from './SendEvidence'
import { useDeskKeys } from './useDeskKeys'

interface EvidencePageProps {
  state: EvidenceState
  onChange: (change: EvidenceState) => void
}

/** Files in the reader's reach: found, opened, and judged by those who verify them. */
export function EvidencePage({ state, onChange }: EvidencePageProps) {
  const { t } = useTranslation()
  const { open, ...filters } = state
  const query = useInfiniteQuery(evidenceListQuery(filters))
  const verifies = useMay('evidence:verify')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [rejecting, setRejecting] = useState(false)
  const [many, setMany] = useState(false)
  const items = query.data?.items ?? []
  const at = items.findIndex(({ id }) => id === open)

  function go(step: number) {
    const next = items[Math.min(items.length - 1, Math.max(0, at + step))]
    setRejecting(false)
    if (next) onChange({ open: next.id })
  }
  function finishMany() {
    setChosen([])
    setMany(false)
  }
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((each) => each !== id) : [...before, id]))
  const press = (name: 'v' | 'r') => document.querySelector<HTMLElement>(`[aria-keyshortcuts="${name}"]`)?.click()
  const steps = { j: () => go(1), k: () => go(at < 0 ? 1 : -1), Escape: () => onChange({ open: undefined }) }
  const judges = { v: () => press('v'), r: () => press('r'), x: () => open !== undefined && toggle(open) }
  useDeskKeys(verifies ? { ...steps, ...judges } : steps)

  const cleared = { q: undefined, verdict: undefined, kind: undefined, duplicates: undefined }
  const set = [filters.verdict, filters.kind, filters.duplicates].filter((each) => each !== undefined).length
  const clear = set > 0 || filters.q !== undefined ? () => onChange(cleared) : undefined
  return (
    <>
      <PageHeader title={t('evidence.title')}>{verifies && <span className={classes.keys}>{t('evidence.keys')}</span>}</PageHeader>
      <OwnSending />
      <Filters state={state} onChange={onChange} onClear={clear} filtersSet={set} verifies={verifies} />
      {chosen.length > 0 && (
        <div className={classes.many} role="group" aria-label={t('evidence.chosen', { count: chosen.length })}>
          <strong>{t('evidence.chosen', { count: chosen.length })}</strong>
          <Judging ids={[...chosen]} rejecting={many} onReject={setMany} onDone={finishMany} />
          <Button variant="subtle" onClick={() => setChosen([])}>
            {t('evidence.choseNone')}
          </Button>
        </div>
      )}
      <div className={open === undefined ? undefined : classes.sides} data-open={open !== undefined || undefined}>
        <div className={classes.list}>
          <QueryView
            query={query}
            skeleton={<RowsSkeleton />}
            isEmpty={(found) => found.items.length === 0}
            empty={
              clear ? (
                <EmptyPanel
                  title={t('evidence.filtered.title')}
                  text={t('evidence.filtered.text')}
                  action={<Button onClick={clear}>{t('action.clearFilters')}</Button>}
                />
              ) : (
                <EmptyPanel title={t('evidence.empty.title')} text={t('evidence.empty.text')} />
              )
            }
          >
            {(found) => (
              <ul className={classes.items} aria-label={t('evidence.title')}>
                {found.items.map((each) => (
                  <Item
                    key={each.id}
                    evidence={each}
                    state={state}
                    chosen={verifies ? chosen.includes(each.id) : undefined}
                    onChoose={() => toggle(each.id)}
                  />
                ))}
              </ul>
            )}
          </QueryView>
          <ShowMore of={query} />
        </div>
        {open !== undefined && (
          <EvidenceRecord
            key={open}
            id={open}
            verifies={verifies}
            onClose={() => onChange({ open: undefined })}
            acts={
              verifies && chosen.length === 0 ? (
                <Judging ids={[open]} rejecting={rejecting} onReject={setRejecting} onDone={() => go(1)} />
              ) : null
            }
          />
        )}
      </div>
    </>
  )
}

/** Who acts for one unit sends for it from here too. */
function OwnSending() {
  const { data: me } = useQuery(meQuery())
  const writes = useMay('evidence:write')
  const units = new Set((me?.grants ?? []).map(({ unit }) => unit.id))
  const verifies = useMay('evidence:verify')
  return writes && !verifies && units.size === 1 ? <SendEvidence unit={[...units][0]} /> : null
}

interface FiltersProps extends EvidencePageProps {
  onClear: (() => void) | undefined
  filtersSet: number
  verifies: boolean
}

function Filters({ state, onChange, onClear, filtersSet, verifies }: FiltersProps) {
  const { t } = useTranslation()
  return (
    <FilterBar
      count={undefined}
      onClear={onClear}
      filtersSet={filtersSet}
      search={
        <SearchBox
          label={t('evidence.search')}
          placeholder={t('evidence.searchPlaceholder')}
          value={state.q}
          onChange={(q) => onChange({ q })}
        />
      }
    >
      <FilterSelect
        label={t('evidence.filter.verdict')}
        anything={t('evidence.filter.anyVerdict')}
        value={state.verdict}
        options={VERDICTS.map((value) => ({ value, label: t(`evidence.verdict.${value}`) }))}
        onChange={(verdict) => onChange({ verdict })}
      />
      <FilterSelect
        label={t('evidence.filter.kind')}
        anything={t('evidence.filter.anyKind')}
        value={state.kind}
        options={KIND_NAMES.map((value) => ({ value, label: t(`evidence.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <FilterSelect
        label={t('evidence.filter.order')}
        anything={t('evidence.order.-created_at')}
        value={state.sort}
        options={ORDERS.slice(1).map((value) => ({ value, label: t(`evidence.order.${value}`) }))}
        onChange={(sort) => onChange({ sort })}
      />
      {verifies && (
        <FilterSelect
          label={t('evidence.filter.copies')}
          anything={t('evidence.filter.anyCopies')}
          value={state.duplicates && 'other'}
          options={[{ value: 'other', label: t('evidence.filter.duplicates') }]}
          onChange={(copies) => onChange({ duplicates: copies && true })}
        />
      )}
    </FilterBar>
  )
}

interface ItemProps {
  evidence: Evidence
  state: EvidenceState
  /** Undefined for those who judge nothing. */
  chosen: boolean | undefined
  onChoose: () => void
}

function Item({ evidence, state, chosen, onChoose }: ItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { id, title, unit, created_at: at, previews, scan } = evidence
  const shown = previews > 0 && scan !== 'pending' && scan !== 'infected'
  return (
    <li data-choose={chosen !== undefined || undefined}>
      {chosen !== undefined && (
        <Checkbox aria-label={t('evidence.choose', { title })} checked={chosen} onChange={onChoose} />
      )}
      {shown ? <Picture id={id} page={0} alt="" className={classes.thumbnail} /> : <NoPicture />}
      <div>
        <h2 className={classes.itemTitle}>
          <Link
            to="/evidence"
            search={{ ...state, open: id }}
            resetScroll={false}
            aria-current={id === state.open ? 'true' : undefined}
          >
            {title}
          </Link>
        </h2>
        <p className={classes.itemFacts}>
          <EvidenceMark evidence={evidence} />
          <ExpiryMark evidence={evidence} />
          <span>{unit.name}</span>
          <span>{format.date(at)}</span>
        </p>
      </div>
    </li>
  )
}
