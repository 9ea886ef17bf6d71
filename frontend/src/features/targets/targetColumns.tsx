import { IconChevronDown } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { ParticipationRole, Target } from '@/api/models'
import type { Column } from '@/components/DataTable'
import { Participants } from '@/components/Participants'
import { speaksForItself, useTargetWords } from '@/hooks/useTargetWords'

import { detailId } from './detailId'
import { ResultCell } from './ResultCell'
import classes from './TargetList.module.css'
import type { ResultOf } from './useResults'

interface Opening {
  open: string | undefined
  onOpen: (targetId: string | undefined) => void
}

const hasPart = (targets: readonly Target[], part: ParticipationRole) =>
  targets.some(({ participations }) => participations.some(({ role }) => role === part))

/** The columns of a list of targets; what they have come to where that is known, who leads and coordinates is shown where the plan says it. */
export function useTargetColumns(
  targets: readonly Target[],
  { open, onOpen }: Opening,
  resultOf: ResultOf | undefined,
): Column<Target>[] {
  const { t } = useTranslation()
  return useMemo(() => {
    const horizons = new Set(targets.map(({ year }) => year)).size > 1
    const columns: Column<Target>[] = [
      {
        id: 'number',
        header: t('target.column.number'),
        meta: { place: 'number', width: '72px' },
        cell: ({ row }) => row.original.number,
      },
      {
        id: 'indicator',
        header: t('target.column.indicator'),
        meta: { place: 'title' },
        cell: ({ row: { original: target } }) => (
          <Name target={target} open={target.id === open} onToggle={onOpen} />
        ),
      },
      {
        id: 'value',
        header: t('target.column.value'),
        meta: { width: resultOf ? '140px' : '200px' },
        cell: ({ row }) => <Value target={row.original} horizons={horizons} />,
      },
      ...(resultOf ? [resultColumn(t('target.column.result'), resultOf)] : []),
      {
        id: 'audience',
        header: t('target.column.audience'),
        meta: { width: '16%' },
        cell: ({ row }) => row.original.audience?.name,
      },
    ]
    if (hasPart(targets, 'lead')) columns.push(partColumn(t('target.column.lead'), 'lead'))
    if (hasPart(targets, 'coordinate')) {
      columns.push(partColumn(t('target.column.coordinate'), 'coordinate', 'wide'))
    }
    return columns
  }, [t, targets, open, onOpen, resultOf])
}

function resultColumn(header: string, resultOf: ResultOf): Column<Target> {
  return {
    id: 'result',
    header,
    meta: { width: '190px' },
    cell: ({ row: { original: target } }) => <ResultCell target={target} judged={resultOf(target)} />,
  }
}

function partColumn(header: string, part: ParticipationRole, shown?: 'wide'): Column<Target> {
  return {
    id: part,
    header,
    meta: { width: '18%', shown },
    cell: ({ row }) => <Participants participations={row.original.participations} part={part} />,
  }
}

interface NameProps {
  target: Target
  open: boolean
  onToggle: (targetId: string | undefined) => void
}

function Name({ target, open, onToggle }: NameProps) {
  return (
    <button
      type="button"
      className={classes.name}
      aria-expanded={open}
      aria-controls={detailId(target)}
      onClick={() => onToggle(open ? undefined : target.id)}
    >
      <span>{target.printed_name}</span>
      <IconChevronDown size={18} aria-hidden="true" />
    </button>
  )
}

/** The figure as printed; below it how it is judged, where that is not plain, and by when, where there are several years. */
function Value({ target, horizons }: { target: Target; horizons: boolean }) {
  const { t } = useTranslation()
  const words = useTargetWords()(target)
  const judged = speaksForItself(target) ? null : words
  return (
    <div>
      <span className={classes.value}>{target.text}</span>
      {judged && <span className={classes.judged}>{judged}</span>}
      {horizons && <span className={classes.judged}>{t('target.byYear', { year: target.year })}</span>}
    </div>
  )
}
