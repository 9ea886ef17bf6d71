import { useCallbackRef, useHotkeys } from '@mantine/hooks'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { PlanImport } from '@/api/models'
import { Segments } from '@/components/Segments'

import { CommitBar } from './CommitBar'
import { HeaderCard, useHeader } from './HeaderCard'
import classes from './Imports.module.css'
import { OpenNames } from './OpenNames'
import { isDoubtful, nextDoubtful, rowKeys } from './rows'
import { rowId, RowView } from './RowView'
import { Unread } from './Unread'

type Shown = 'all' | 'doubtful' | 'left'

interface PreviewProps {
  read: PlanImport
  onDiscarded: () => void
  onCommitted: (planId: string, whole: boolean) => void
}

/** Brings a row into sight, ready for the keyboard; where there is none, the last step. */
function goTo(position: number | undefined) {
  requestAnimationFrame(() => {
    document.getElementById(position === undefined ? COMMIT : rowId(position))?.focus()
  })
}

/** The place of the row that the keyboard is in. */
function placeInFocus(): number | undefined {
  const row = document.activeElement?.closest<HTMLElement>('[data-position]')
  return row ? Number(row.dataset.position) : undefined
}

const COMMIT = 'commit-import'

/** Each row of the paper beside what was understood of it; what is in doubt stands out. */
export function Preview({ read, onDiscarded, onCommitted }: PreviewProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Shown>('all')
  const at = useRef(0)
  const header = useHeader(read)
  const doubtful = read.rows.filter(isDoubtful)
  const left = read.rows.filter(({ included }) => !included)
  const names = rowKeys(read.rows)
  const rows = { all: read.rows, doubtful, left }[shown]
  function next(rowsNow: PlanImport['rows'], by: 1 | -1 = 1) {
    if (shown === 'left') setShown('all')
    const position = nextDoubtful(rowsNow, placeInFocus() ?? at.current, by)?.position
    at.current = position ?? 0
    goTo(position)
  }
  const onNext = useCallbackRef(({ rows: now }: PlanImport) => next(now))
  useHotkeys(
    [
      ['F8', () => next(read.rows)],
      ['shift+F8', () => next(read.rows, -1)],
    ],
    [],
  )
  return (
    <div className={classes.page}>
      <HeaderCard read={read} header={header} />
      <OpenNames read={read} />
      <Unread remarks={read.problems} />
      <div className={classes.filter}>
        <Segments
          label={t('imports.show')}
          value={shown}
          options={[
            { value: 'all', label: t('imports.all'), count: read.rows.length },
            { value: 'doubtful', label: t('imports.doubtful'), count: doubtful.length },
            { value: 'left', label: t('imports.left'), count: left.length },
          ]}
          onChange={setShown}
        />
        {doubtful.length > 0 && <p className={classes.keys}>{t('imports.keys')}</p>}
      </div>
      {rows.length === 0 && <p className={classes.none}>{t('imports.noneShown')}</p>}
      <ol className={classes.rows}>
        {rows.map((row) => {
          const name = names[row.position - 1] ?? ''
          return <RowView key={name} name={name} read={read} row={row} onNext={onNext} />
        })}
      </ol>
      <CommitBar
        id={COMMIT}
        read={read}
        doubtful={doubtful.length}
        prepare={header.save}
        onNext={(by) => next(read.rows, by)}
        onDiscarded={onDiscarded}
        onCommitted={onCommitted}
      />
    </div>
  )
}
