import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowRight, IconArrowUp } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { PlanImport } from '@/api/models'
import { ProblemNotice } from '@/components/Notice'

import { useCommit, useDiscard } from './api'
import classes from './Imports.module.css'

interface CommitBarProps {
  /** Of the button that makes the draft. */
  id: string
  read: PlanImport
  doubtful: number
  /** Sends what is still being typed, so that the draft has it. */
  prepare: () => Promise<void>
  /** On to the next row in doubt, or back to the one before. */
  onNext: (by: 1 | -1) => void
  onDiscarded: () => void
  /** `whole` where the draft took all that was printed. */
  onCommitted: (planId: string, whole: boolean) => void
}

/** How much is left to look at, the way there, and the two ways out. */
export function CommitBar({ id, read, doubtful, prepare, onNext, onDiscarded, onCommitted }: CommitBarProps) {
  const { t } = useTranslation()
  const commit = useCommit(read.id)
  async function make() {
    const prepared = await prepare().then(
      () => true,
      () => false,
    )
    if (!prepared) return
    commit.mutate(undefined, { onSuccess: (plan) => onCommitted(plan.id, plan.left_out.length === 0) })
  }
  return (
    <div className={classes.save}>
      <div className={classes.rest}>
        <ProblemNotice error={commit.error} />
        <p role="status">{doubtful > 0 ? t('imports.stillDoubtful', { count: doubtful }) : t('imports.allSure')}</p>
        {doubtful > 0 && (
          <span className={classes.steps}>
            <Step label={t('imports.previous')} keys="Shift+F8" icon={<IconArrowUp />} onClick={() => onNext(-1)} />
            <Step label={t('imports.next')} keys="F8" icon={<IconArrowDown />} onClick={() => onNext(1)} />
          </span>
        )}
      </div>
      <Discard read={read} onDiscarded={onDiscarded} />
      <Button
        id={id}
        loading={commit.isPending}
        rightSection={<IconArrowRight size={18} aria-hidden="true" />}
        onClick={() => void make()}
      >
        {t('imports.commit')}
      </Button>
    </div>
  )
}

interface StepProps {
  label: string
  keys: string
  icon: ReactNode
  onClick: () => void
}

function Step({ label, keys, icon, onClick }: StepProps) {
  return (
    <ActionIcon variant="default" size={34} aria-label={label} title={`${label} (${keys})`} aria-keyshortcuts={keys} onClick={onClick}>
      {icon}
    </ActionIcon>
  )
}

interface DiscardProps {
  read: Pick<PlanImport, 'id' | 'filename'>
  size?: 'compact-sm' | undefined
  onDiscarded?: () => void
}

/** Throws the document away; asked twice, for what was corrected goes with it. */
export function Discard({ read, size, onDiscarded }: DiscardProps) {
  const { t } = useTranslation()
  const [asked, setAsked] = useState(false)
  const discard = useDiscard(read.id)
  const button = { variant: 'default', ...(size && { size }) } as const
  if (!asked) {
    return (
      <Button {...button} aria-label={t('imports.discardFile', { name: read.filename })} onClick={() => setAsked(true)}>
        {t('imports.discard')}
      </Button>
    )
  }
  return (
    <>
      <ProblemNotice error={discard.error} />
      <Button
        {...button}
        variant="outline"
        color="red"
        loading={discard.isPending}
        onClick={() => discard.mutate(undefined, { onSuccess: () => onDiscarded?.() })}
      >
        {t('imports.reallyDiscard')}
      </Button>
      <Button {...button} onClick={() => setAsked(false)}>
        {t('action.cancel')}
      </Button>
    </>
  )
}
