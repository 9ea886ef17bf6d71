import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconRowInsertBottom, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'

import classes from './PlanEditor.module.css'

interface EditedRowProps {
  number: string | null
  title: string
  /** Further lines under the title. */
  children?: ReactNode
  indented?: boolean
  /** Absent where the row stands first, or last. */
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onDelete: () => void
  /** Begins a row below this one; absent where none can stand. */
  onAddBelow?: (() => void) | undefined
  /** Why the last move or deletion failed. */
  error: Error | null
  /** The form that takes the row’s place while it is open. */
  form: (close: () => void) => ReactNode
}

/** One row of a table of the plan, with what can be done to it. */
export function EditedRow(props: EditedRowProps) {
  const { number, title, children, indented = false, onUp, onDown, onDelete, onAddBelow, error, form } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [asked, setAsked] = useState(false)
  if (open) return <li className={classes.open}>{form(() => setOpen(false))}</li>
  return (
    <li className={classes.row} data-indented={indented || undefined}>
      <span className={classes.number}>{number}</span>
      <div className={classes.words}>
        <p className={classes.title}>{title}</p>
        {children}
        <ProblemNotice error={error} />
      </div>
      <div className={classes.tools}>
        {asked ? (
          <>
            <button type="button" className={classes.sure} onClick={onDelete}>
              {t('editor.reallyDelete')}
            </button>
            <button type="button" className={classes.plain} onClick={() => setAsked(false)}>
              {t('action.cancel')}
            </button>
          </>
        ) : (
          <>
            {onAddBelow && (
              <Tool label={t('editor.addBelow', { title })} icon={<IconRowInsertBottom />} onClick={onAddBelow} />
            )}
            <Tool label={t('editor.up', { title })} icon={<IconArrowUp />} onClick={onUp} />
            <Tool label={t('editor.down', { title })} icon={<IconArrowDown />} onClick={onDown} />
            <Tool label={t('editor.edit', { title })} icon={<IconPencil />} onClick={() => setOpen(true)} />
            <Tool label={t('editor.delete', { title })} icon={<IconTrash />} onClick={() => setAsked(true)} />
          </>
        )}
      </div>
    </li>
  )
}

interface ToolProps {
  label: string
  icon: ReactNode
  onClick: (() => void) | undefined
}

export function Tool({ label, icon, onClick }: ToolProps) {
  return (
    <ActionIcon
      className={classes.tool}
      variant="subtle"
      color="gray"
      size={32}
      aria-label={label}
      title={label}
      disabled={onClick === undefined}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  )
}
