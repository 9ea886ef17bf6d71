import { Button } from '@mantine/core'
import { IconArrowBackUp, IconBan, IconPencil } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { TextChange } from '@/api/models'

import classes from './Amend.module.css'
import { ChangeMark } from './Changes'

interface AmendRowProps {
  entity: TextChange['entity']
  number: string | null
  title: string
  /** Further words under the title. */
  under?: ReactNode
  indented?: boolean
  /** What the amendment makes of it; nothing yet when absent. */
  change: TextChange['change'] | undefined
  onStop: () => void
  onUndo: () => void
  /** Begun and not finished: it stands open. */
  begun?: boolean
  /** The fields that take the row’s place while it is open. */
  children: ReactNode
}

/** One task or target of the plan, and what the amendment does to it. */
export function AmendRow(props: AmendRowProps) {
  const { entity, number, title, under, indented = false, change, onStop, onUndo, begun = false, children } = props
  const { t } = useTranslation()
  const [open, setOpen] = useState(begun)
  if (open) {
    return (
      <li className={classes.open}>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            setOpen(false)
          }}
        >
          {children}
          <div className={classes.actions}>
            <Button type="submit">{t('amend.done')}</Button>
            <Button
              variant="default"
              onClick={() => {
                onUndo()
                setOpen(false)
              }}
            >
              {t(change === 'added' ? 'amend.takeOut' : 'engagement.undo')}
            </Button>
          </div>
        </form>
      </li>
    )
  }
  return (
    <li className={classes.row} data-indented={indented || undefined} data-change={change}>
      <span className={classes.number}>{number}</span>
      <div className={classes.words}>
        <p className={classes.name}>{title || t('amend.unnamed')}</p>
        {under}
        {change && <ChangeMark entity={entity} change={change} />}
      </div>
      <div className={classes.tools}>
        {change !== 'cancelled' && (
          <Tool label={t('editor.edit', { title })} icon={<IconPencil size={16} />} onClick={() => setOpen(true)}>
            {t('amend.edit')}
          </Tool>
        )}
        {change === undefined ? (
          <Tool
            label={t(`amend.stopOf.${entity}`, { title })}
            icon={<IconBan size={16} />}
            onClick={onStop}
          >
            {t(`amend.stop.${entity}`)}
          </Tool>
        ) : (
          <Tool label={t('amend.undoOf', { title })} icon={<IconArrowBackUp size={16} />} onClick={onUndo}>
            {t('amend.undo')}
          </Tool>
        )}
      </div>
    </li>
  )
}

interface ToolProps {
  label: string
  icon: ReactNode
  onClick: () => void
  children: string
}

function Tool({ label, icon, onClick, children }: ToolProps) {
  return (
    <Button variant="subtle" size="compact-sm" leftSection={icon} aria-label={label} onClick={onClick}>
      {children}
    </Button>
  )
}
