import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

import type { Completeness as Counted, Round } from '@/api/models'
import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'

import { completenessQuery, type ReportFilters } from './api'
import classes from './Reports.module.css'

type Group = Counted['items'][number] & { id: string }

interface CompletenessProps {
  round: Round
  filters: ReportFilters
  onChange: (change: ReportFilters) => void
}

/** How many reports stand where under each commune and under the department; one chosen narrows the list below. */
export function Completeness({ round, filters, onChange }: CompletenessProps) {
  const { t } = useTranslation()
  const query = useQuery(completenessQuery(round.id))
  const columns = useColumns(filters, onChange)
  return (
    <Card title={t('report.completeness')} flush>
      <QueryView query={query} skeleton={<RowsSkeleton />}>
        {({ items }) => (
          <div className={classes.tall}>
            <DataTable
              caption={t('report.completeness')}
              columns={columns}
              rows={items.map((group) => ({ ...group, id: group.unit.id }))}
            />
          </div>
        )}
      </QueryView>
    </Card>
  )
}

const COUNTS = ['expected', 'sent', 'received', 'returned', 'late', 'overdue'] as const

function useColumns({ under }: ReportFilters, onChange: CompletenessProps['onChange']): Column<Group>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'unit',
        header: t('report.column.under'),
        meta: { place: 'title' },
        cell: ({ row }) => {
          const code = row.original.unit.code ?? row.original.unit.id
          return (
            <Button
              variant={under === code ? 'filled' : 'subtle'}
              size="compact-sm"
              className={classes.pick}
              classNames={{ label: classes.picked ?? '' }}
              aria-pressed={under === code}
              onClick={() => onChange({ under: under === code ? undefined : code })}
            >
              {row.original.unit.name}
            </Button>
          )
        },
      },
      ...COUNTS.map((name) => ({
        id: name,
        header: t(`report.count.${name}`),
        meta: { width: '105px' },
        cell: ({ row }: { row: { original: Group } }) => row.original[name],
      })),
    ],
    [t, under, onChange],
  )
}
