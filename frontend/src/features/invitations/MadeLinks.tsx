import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX, IconClock, IconLink } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { ProblemNotice } from '@/components/Notice'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { UnitName } from '@/components/UnitName'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { type Invitation, invitationListQuery, STATES, useWithdraw } from './api'
import classes from './Invitations.module.css'

const LOOKS = {
  open: { tone: 'accent', icon: <IconLink /> },
  used: { tone: 'good', icon: <IconCircleCheck /> },
  expired: { tone: 'warn', icon: <IconClock /> },
  revoked: { tone: 'calm', icon: <IconCircleX /> },
} as const

/** What became of the links made so far, without their secrets; one that got into wrong hands is withdrawn. */
export function MadeLinks() {
  const { t } = useTranslation()
  const [state, setState] = useState<Invitation['state'] | undefined>()
  const query = useInfiniteQuery(invitationListQuery(state))
  const withdraw = useWithdraw()
  const columns = useColumns(withdraw.mutate)
  return (
    <div className={classes.screen}>
      <Card
        flush
        title={t('invite.history')}
        aside={
          <FilterSelect
            label={t('task.column.status')}
            anything={t('task.anyStatus')}
            value={state}
            options={STATES.map((value) => ({ value, label: t(`invite.state.${value}`) }))}
            onChange={setState}
          />
        }
      >
        <ProblemNotice error={withdraw.error} />
        <QueryView
          query={query}
          skeleton={<RowsSkeleton rows={3} />}
          isEmpty={(items) => items.length === 0}
          empty={<EmptyPanel title={t('invite.none.title')} text={t('invite.none.text')} />}
        >
          {(items) => <DataTable caption={t('invite.history')} columns={columns} rows={items} />}
        </QueryView>
        <ShowMore of={query} foot />
      </Card>
    </div>
  )
}

function useColumns(withdraw: (id: string) => void): Column<Invitation>[] {
  const { t } = useTranslation()
  const format = useFormat()
  return useMemo(
    () => [
      {
        id: 'unit',
        header: t('work.column.unit'),
        meta: { place: 'title' },
        cell: ({ row }) => <UnitName unit={row.original.unit} />,
      },
      { id: 'user', header: t('invitation.username'), cell: ({ row }) => row.original.user.code },
      {
        id: 'created_at',
        header: t('invite.createdAt'),
        meta: { width: '160px' },
        cell: ({ row }) => format.dateTime(row.original.created_at),
      },
      {
        id: 'expires_at',
        header: t('invite.letter.until'),
        meta: { shown: 'wide', width: '160px' },
        cell: ({ row }) => format.dateTime(row.original.expires_at),
      },
      {
        id: 'state',
        header: t('task.column.status'),
        meta: { place: 'state', width: '220px' },
        cell: ({ row: { original } }) => (
          <span className={classes.state}>
            <Mark {...LOOKS[original.state]}>{t(`invite.state.${original.state}`)}</Mark>
            {original.state === 'open' && (
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t('invite.withdrawNamed', { user: original.user.code ?? original.user.name })}
                onClick={() => withdraw(original.id)}
              >
                {t('invite.withdraw')}
              </Button>
            )}
          </span>
        ),
      },
    ],
    [t, format, withdraw],
  )
}
