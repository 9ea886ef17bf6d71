import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import {
  type ColumnDef,
  functionalUpdate,
  type Header,
  metaHelper,
  type Row,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

import classes from './DataTable.module.css'

interface ColumnLook {
  /** Where the cell goes when a narrow screen turns the row into a card. */
  place?: 'number' | 'title' | 'fact' | 'state'
  /** `wide`: only where there is room for it; `narrow`: only where there is not. */
  shown?: 'wide' | undefined
  width?: string
}

const features = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<ColumnLook>() })
type Features = typeof features

export interface Keyed {
  id: string
}

export type Column<T extends Keyed> = ColumnDef<Features, T> & {
  id: string
  header: string
}

export interface RowGroup {
  key: string
  heading: ReactNode
}

interface DataTableProps<T extends Keyed> {
  caption: string
  columns: Column<T>[]
  rows: T[]
  /** As the address bar and the API write it: `due_on`, `-due_on`. */
  sort?: string | undefined
  onSort?: (sort: string | undefined) => void
  /** A heading is drawn before the first row of each group. */
  groupOf?: ((row: T) => RowGroup | null) | undefined
  /** Drawn under a row that is open. */
  detail?: (row: T) => ReactNode
}

function toSorting(sort: string | undefined): SortingState {
  if (!sort) return []
  return [{ id: sort.replace(/^-/, ''), desc: sort.startsWith('-') }]
}

function fromSorting([first]: SortingState): string | undefined {
  return first && `${first.desc ? '-' : ''}${first.id}`
}

/** A table that becomes a list of cards where it has no room. The server filters and sorts. */
export function DataTable<T extends Keyed>(props: DataTableProps<T>) {
  const { caption, columns, rows, sort, onSort, groupOf, detail } = props
  const sorting = toSorting(sort)
  const table = useTable({
    features,
    columns,
    data: rows,
    getRowId: (row) => row.id,
    manualSorting: true,
    sortDescFirst: false,
    enableSorting: onSort !== undefined,
    state: { sorting },
    onSortingChange: (updater) => onSort?.(fromSorting(functionalUpdate(updater, sorting))),
  })
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <caption className={classes.caption}>{caption}</caption>
        <thead className={classes.head}>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeaderCell key={header.id} header={header} />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row, index, all) => (
            <Fragment key={row.id}>
              {groupOf && <GroupHeading before={all[index - 1]} row={row} groupOf={groupOf} span={columns.length} />}
              <BodyRow row={row} />
              {detail && <DetailRow content={detail(row.original)} span={columns.length} />}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function look<T extends Keyed>(column: { columnDef: { meta?: ColumnLook } } & { columnDef: ColumnDef<Features, T> }) {
  const meta = column.columnDef.meta ?? {}
  return { 'data-place': meta.place ?? 'fact', 'data-shown': meta.shown }
}

function HeaderCell<T extends Keyed>({ header }: { header: Header<Features, T> }) {
  const { t } = useTranslation()
  const { column } = header
  const title = column.columnDef.header as string
  const sorted = column.getIsSorted()
  const ariaSort = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined
  return (
    <th scope="col" aria-sort={ariaSort} style={{ width: column.columnDef.meta?.width }} {...look<T>(column)}>
      {column.getCanSort() ? (
        <button
          type="button"
          className={classes.sort}
          title={t('table.sortBy', { column: title })}
          onClick={() => column.toggleSorting()}
        >
          {title}
          <SortIcon sorted={sorted} />
        </button>
      ) : (
        title
      )}
    </th>
  )
}

function SortIcon({ sorted }: { sorted: false | 'asc' | 'desc' }) {
  const Icon = sorted === 'asc' ? IconArrowUp : sorted === 'desc' ? IconArrowDown : IconArrowsSort
  return <Icon size={14} aria-hidden="true" data-idle={sorted === false || undefined} />
}

function BodyRow<T extends Keyed>({ row }: { row: Row<Features, T> }) {
  return (
    <tr className={classes.row}>
      {row.getAllCells().map((cell) => {
        const { cell: draw, header } = cell.column.columnDef
        return (
          <td key={cell.id} data-label={header as string} {...look<T>(cell.column)}>
            {typeof draw === 'function' ? draw(cell.getContext()) : draw}
          </td>
        )
      })}
    </tr>
  )
}

interface GroupHeadingProps<T extends Keyed> {
  before: Row<Features, T> | undefined
  row: Row<Features, T>
  groupOf: (row: T) => RowGroup | null
  span: number
}

function GroupHeading<T extends Keyed>({ before, row, groupOf, span }: GroupHeadingProps<T>) {
  const group = groupOf(row.original)
  if (!group || (before && groupOf(before.original)?.key === group.key)) return null
  return (
    <tr className={classes.group}>
      <th scope="rowgroup" colSpan={span}>
        {group.heading}
      </th>
    </tr>
  )
}

function DetailRow({ content, span }: { content: ReactNode; span: number }) {
  if (!content) return null
  return (
    <tr className={classes.detail}>
      <td colSpan={span}>{content}</td>
    </tr>
  )
}
