import { IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { SampleSign } from '@/components/SampleMark'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import type { TreeView } from './api'
import { keyTarget, type TreeRow, unitKey } from './rows'
import { UnitKindIcon } from './UnitKindIcon'
import classes from './UnitTree.module.css'
import { useTree } from './useTree'

interface UnitTreeProps {
  view: TreeView
  selected: string | undefined
  onSelect: (unitId: string) => void
}

export function UnitTree({ view, selected, onSelect }: UnitTreeProps) {
  const { t } = useTranslation()
  const { roots, rows, toggle } = useTree(view)
  return (
    <QueryView
      query={roots}
      skeleton={<RowsSkeleton rows={10} />}
      isEmpty={(units) => units.length === 0}
      empty={<EmptyPanel title={t('unit.empty.title')} text={t('unit.empty.text')} />}
    >
      {() => <Rows rows={rows} toggle={toggle} selected={selected} onSelect={onSelect} />}
    </QueryView>
  )
}

interface RowsProps extends Omit<UnitTreeProps, 'view'> {
  rows: TreeRow[]
  toggle: (key: string) => void
}

function Rows({ rows, toggle, selected, onSelect }: RowsProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const inSight = rows.some(({ key }) => key === focused)
  const entry = inSight ? focused : (rows.find(({ key }) => selected && key === unitKey(selected))?.key ?? rows[0]?.key)

  function activate(row: TreeRow) {
    if (row.type === 'unit') onSelect(row.unit.id)
    else if (row.type === 'kind') toggle(row.key)
  }
  function moveTo(key: string | null) {
    // What is still loading makes room for what it loads, and would take the focus with it.
    if (key === null || rows.some((row) => row.key === key && row.type === 'note' && row.note === 'loading')) return
    setFocused(key)
    list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus()
  }
  function onKeyDown(event: KeyboardEvent, row: TreeRow) {
    const folds = row.type !== 'note' && row.expandable
    if (event.key === 'Enter' || event.key === ' ') activate(row)
    else if (event.key === 'ArrowRight' && folds && !row.expanded) toggle(row.key)
    else if (event.key === 'ArrowLeft' && folds && row.expanded) toggle(row.key)
    else if (/^(Arrow|Home$|End$)/.test(event.key)) moveTo(keyTarget(rows, row.key, event.key))
    else return
    event.preventDefault()
  }
  return (
    <div ref={list} role="tree" aria-label={t('unit.tree')} className={classes.tree}>
      {rows.map((row) => (
        <div
          key={row.key}
          role="treeitem"
          data-key={row.key}
          aria-level={row.level}
          aria-expanded={row.type !== 'note' && row.expandable ? row.expanded : undefined}
          aria-selected={row.type === 'unit' && row.unit.id === selected}
          tabIndex={row.key === entry ? 0 : -1}
          className={classes.row}
          style={{ paddingLeft: `${(row.level - 1) * 20 + 8}px` }}
          onKeyDown={(event) => onKeyDown(event, row)}
          onFocus={() => setFocused(row.key)}
          onClick={() => activate(row)}
        >
          <Toggle row={row} onToggle={() => toggle(row.key)} />
          <RowWords row={row} />
        </div>
      ))}
    </div>
  )
}

/** For the mouse only: the keyboard has its arrows. */
function Toggle({ row, onToggle }: { row: TreeRow; onToggle: () => void }) {
  if (row.type === 'note' || !row.expandable) return <span className={classes.toggle} />
  return (
    <span
      className={classes.toggle}
      data-open={row.expanded || undefined}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation()
        onToggle()
      }}
    >
      <IconChevronRight size={16} />
    </span>
  )
}

function RowWords({ row }: { row: TreeRow }): ReactNode {
  const { t } = useTranslation()
  if (row.type === 'note') return <span className={classes.note}>{t(`unit.note.${row.note}`)}</span>
  if (row.type === 'kind') {
    return (
      <span className={classes.kind}>
        {t(`unit.kinds.${row.kind}`)} <span className={classes.count}>{row.count}</span>
      </span>
    )
  }
  return (
    <>
      <UnitKindIcon kind={row.unit.kind} />
      <span className={classes.name}>{row.unit.name}</span>
      {row.unit.sample && <SampleSign />}
    </>
  )
}
