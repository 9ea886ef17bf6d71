import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { TargetGroup } from '@/api/models'
import { DangerButton } from '@/components/DangerButton'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'

import { type Edit, useEdit } from './api'
import { Tool } from './EditedRow'
import classes from './PlanEditor.module.css'

export interface Choice {
  value: string
  label: string
}

interface GroupHeadingProps {
  planId: string
  group: TargetGroup
  /** What becomes of the rows under it when it is deleted; none where nothing stands under it. */
  rows: string | undefined
  /** The headings that its rows may come under instead. */
  others: readonly Choice[]
  /** The changes that put it before its neighbour; absent where it stands first, or last. */
  up: Edit[] | undefined
  down: Edit[] | undefined
  /** The changes that delete it, its rows coming under another heading or (for an empty one) under none. */
  remove: (to: string) => Edit[]
  form: (close: () => void) => ReactNode
}

/** A heading of a table of the plan: moved, written anew, deleted without what stands under it. */
export function GroupHeading({ planId, group, rows, others, up, down, remove, form }: GroupHeadingProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'form' | 'removal'>()
  const edit = useEdit(planId)
  const close = () => setOpen(undefined)
  if (open === 'form') return <div className={classes.open}>{form(close)}</div>
  const { code, title } = group
  const send = (edits: Edit[] | undefined) => edits && (() => edit.mutate(edits))
  return (
    <>
      <div className={classes.heading}>
        <h3>
          {code}. {title}
        </h3>
        <div className={classes.tools}>
          <Tool label={t('editor.up', { title })} icon={<IconArrowUp />} onClick={send(up)} />
          <Tool label={t('editor.down', { title })} icon={<IconArrowDown />} onClick={send(down)} />
          <Tool label={t('editor.edit', { title })} icon={<IconPencil />} onClick={() => setOpen('form')} />
          <Tool label={t('editor.delete', { title })} icon={<IconTrash />} onClick={() => setOpen('removal')} />
        </div>
        {open === undefined && <ProblemNotice error={edit.error} />}
      </div>
      {open === 'removal' && (
        <Removal
          title={title}
          rows={rows}
          others={others}
          edit={edit}
          onRemove={(to) => edit.mutate(remove(to))}
          onCancel={close}
        />
      )}
    </>
  )
}

interface RemovalProps extends Pick<GroupHeadingProps, 'rows' | 'others'> {
  title: string
  edit: Pick<ReturnType<typeof useEdit>, 'error' | 'isPending'>
  onRemove: (to: string) => void
  onCancel: () => void
}

/** Asks whether the heading is to go, and where what stands under it comes to stand. */
function Removal({ title, rows, others, edit, onRemove, onCancel }: RemovalProps) {
  const { t } = useTranslation()
  const [to, setTo] = useState('')
  return (
    <div className={classes.open} role="group" aria-label={t('editor.removeGroup.title', { title })}>
      <p>{rows ?? t('editor.removeGroup.empty')}</p>
      {rows !== undefined && (
        <SelectInput
          label={t('editor.removeGroup.to')}
          value={to}
          options={[{ value: '', label: t('taskForm.noGroup') }, ...others]}
          onChange={setTo}
        />
      )}
      <div className={classes.end}>
        <ProblemNotice error={edit.error} />
        <div className={classes.actions}>
          <DangerButton loading={edit.isPending} onClick={() => onRemove(to)}>
            {t('editor.removeGroup.sure')}
          </DangerButton>
          <Button variant="default" onClick={onCancel}>
            {t('action.cancel')}
          </Button>
        </div>
      </div>
    </div>
  )
}
