import { Button } from '@mantine/core'
import { IconAdjustmentsHorizontal, IconFilterOff } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'

import classes from './FilterBar.module.css'

interface FilterBarProps {
  search: ReactNode
  children?: ReactNode
  /** How many of the filters among `children` are set. */
  filtersSet?: number
  /** How many things are listed now, said aloud when it changes. */
  count: string | undefined
  /** Given when at least one filter is set, the search included. */
  onClear: (() => void) | undefined
}

export function FilterBar({ search, children, filtersSet = 0, count, onClear }: FilterBarProps) {
  return (
    <div className={classes.bar} role="search">
      <div className={classes.search}>{search}</div>
      {children && <Filters filtersSet={filtersSet}>{children}</Filters>}
      {onClear && <ClearButton onClear={onClear} />}
      <p className={classes.count} role="status">
        {count}
      </p>
    </div>
  )
}

/** On a phone the filters fold away, so that the list is in sight at once. */
function Filters({ filtersSet, children }: { filtersSet: number; children: ReactNode }) {
  const { t } = useTranslation()
  const id = useId()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        className={classes.toggle}
        variant="default"
        aria-expanded={open}
        aria-controls={id}
        leftSection={<IconAdjustmentsHorizontal size={18} aria-hidden="true" />}
        onClick={() => setOpen(!open)}
      >
        {filtersSet > 0 ? t('filter.toggleSet', { count: filtersSet }) : t('filter.toggle')}
      </Button>
      <div id={id} className={classes.filters} data-open={open || undefined}>
        {children}
      </div>
    </>
  )
}

function ClearButton({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation()
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconFilterOff size={16} aria-hidden="true" />}
      onClick={onClear}
    >
      {t('action.clearFilters')}
    </Button>
  )
}
