import { type ReactNode, useState } from 'react'

import { Card } from '@/components/Card'

import { AddButton } from './AddButton'
import { type Edit, useEdit } from './api'
import { EditedRow } from './EditedRow'
import { moved, replaced } from './order'
import classes from './PlanEditor.module.css'

export interface ItemFormProps<T> {
  /** What there is; absent for a new one. */
  item: T | undefined
  /** Names what is typed in this tab. */
  draftKey: string
  /** The change that makes the item read so. */
  change: (item: T) => Edit
  onDone: () => void
}

interface ListSectionProps<T> {
  planId: string
  /** Names the list among those of the plan. */
  name: string
  title: string
  /** What is said while there is nothing. */
  none: string
  add: string
  items: readonly T[]
  titleOf: (item: T) => string
  /** Further lines under the title. */
  under: (item: T) => ReactNode
  /** The change that makes these the list: the API takes it whole. */
  change: (items: T[]) => Edit
  form: (props: ItemFormProps<T>) => ReactNode
}

/** A list that the plan prints beside its tables: each item written, moved, deleted by itself. */
export function ListSection<T>(props: ListSectionProps<T>) {
  const { planId, name, title, none, add, items, titleOf, under, change, form } = props
  const [adding, setAdding] = useState(false)
  const edit = useEdit(planId)
  /** Where the last move or deletion was asked for. */
  const [at, setAt] = useState<number>()
  function send(place: number, next: T[]) {
    setAt(place)
    edit.mutate([change(next)])
  }
  function move(place: number, by: 1 | -1) {
    const next = moved(items, place, by)
    return next && (() => send(place, next))
  }
  const formAt = (place: number, item: T | undefined, onDone: () => void) =>
    form({
      item,
      draftKey: `${name}.${planId}.${item === undefined ? 'new' : place}`,
      change: (next) => change(replaced(items, place, next)),
      onDone,
    })
  return (
    <Card title={title} flush>
      <ul className={classes.rows}>
        {items.map((item, place) => (
          <EditedRow
            key={place}
            number={String(place + 1)}
            title={titleOf(item)}
            onUp={move(place, -1)}
            onDown={move(place, 1)}
            onDelete={() => send(place, replaced(items, place))}
            error={at === place ? edit.error : null}
            form={(close) => formAt(place, item, close)}
          >
            {under(item)}
          </EditedRow>
        ))}
      </ul>
      {items.length === 0 && !adding && <p className={classes.none}>{none}</p>}
      {adding ? (
        <div className={classes.open}>{formAt(items.length, undefined, () => setAdding(false))}</div>
      ) : (
        <AddButton label={add} onClick={() => setAdding(true)} />
      )}
    </Card>
  )
}
