import { Button } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { PlanImport } from '@/api/models'
import { ProblemNotice } from '@/components/Notice'
import { Segments } from '@/components/Segments'

import { useCommit, useDiscard } from './api'
import { HeaderCard, useHeader } from './HeaderCard'
import classes from './Imports.module.css'
import { RowView } from './RowView'
import { isDoubtful } from './rows'

type Shown = 'all' | 'doubtful' | 'left'

interface PreviewProps {
  read: PlanImport
  onDiscarded: () => void
  onCommitted: (planId: string) => void
}

/** Each row of the paper beside what was understood of it; what is in doubt stands out. */
export function Preview({ read, onDiscarded, onCommitted }: PreviewProps) {
  const { t } = useTranslation()
  const [shown, setShown] = useState<Shown>('all')
  const header = useHeader(read)
  const doubtful = read.rows.filter(isDoubtful)
  const left = read.rows.filter(({ included }) => !included)
  const rows = { all: read.rows, doubtful, left }[shown]
  return (
    <div className={classes.page}>
      <HeaderCard read={read} header={header} />
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
      </div>
      {rows.length === 0 && <p className={classes.none}>{t('imports.noneShown')}</p>}
      <ol className={classes.rows}>
        {rows.map((row) => (
          <RowView key={row.position} row={row} importId={read.id} version={read.version} />
        ))}
      </ol>
      <CommitBar read={read} doubtful={doubtful.length} prepare={header.save} onDiscarded={onDiscarded} onCommitted={onCommitted} />
    </div>
  )
}

interface CommitBarProps extends PreviewProps {
  doubtful: number
  /** Sends what is still being typed, so that the draft has it. */
  prepare: () => Promise<void>
}

function CommitBar({ read, doubtful, prepare, onDiscarded, onCommitted }: CommitBarProps) {
  const { t } = useTranslation()
  const commit = useCommit(read.id)
  const discard = useDiscard(read.id)
  async function make() {
    const prepared = await prepare().then(
      () => true,
      () => false,
    )
    if (prepared) commit.mutate(undefined, { onSuccess: ({ id }) => onCommitted(id) })
  }
  return (
    <div className={classes.save}>
      <div>
        <ProblemNotice error={commit.error ?? discard.error} />
        <p>{doubtful > 0 ? t('imports.stillDoubtful', { count: doubtful }) : t('imports.allSure')}</p>
      </div>
      <Button variant="default" loading={discard.isPending} onClick={() => discard.mutate(undefined, { onSuccess: onDiscarded })}>
        {t('imports.discard')}
      </Button>
      <Button
        loading={commit.isPending}
        rightSection={<IconArrowRight size={18} aria-hidden="true" />}
        onClick={() => void make()}
      >
        {t('imports.commit')}
      </Button>
    </div>
  )
}
