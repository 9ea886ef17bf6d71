import { Button } from '@mantine/core'
import { IconCircleDashed } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { DataAnswer, DataRequestDetail } from '@/api/models'
import { Card } from '@/components/Card'
import { type Column, DataTable } from '@/components/DataTable'
import { FilterBar } from '@/components/FilterBar'
import { FilterSelect } from '@/components/FilterSelect'
import { Mark } from '@/components/Mark'
import { SearchBox } from '@/components/SearchBox'
import { ShowMore } from '@/components/ShowMore'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'
import { useLanguage } from '@/hooks/useLanguage'

import { AnswerForm } from './AnswerForm'
import { type AnswerFilters, answerListQuery, LIVE } from './api'
import classes from './Requests.module.css'
import { saidValue } from './values'

interface AnswersProps {
  request: DataRequestDetail
  filters: AnswerFilters
  onChange: (change: AnswerFilters) => void
}

type Row = DataAnswer & { id: string }

/** The units asked that are in reach: what each answered, or the form to enter it for one that cannot. */
export function Answers({ request, filters, onChange }: AnswersProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const live = request.status === 'open' ? LIVE : false
  const query = useInfiniteQuery({ ...answerListQuery(request.id, filters), refetchInterval: live })
  const [entering, setEntering] = useState<string | null>(null)
  const columns = useColumns(request, setEntering)
  const set = [filters.answered, filters.under].filter(Boolean).length
  const clear =
    set > 0 || filters.q ? () => onChange({ q: undefined, answered: undefined, under: undefined }) : undefined
  const count = query.data?.total ?? undefined
  const entered = query.data?.items.find(({ unit }) => unit.id === entering)
  return (
    <>
      {entered && (
        <Card title={t('request.enterFor', { unit: entered.unit.name })}>
          <AnswerForm key={entered.unit.id} request={request} answer={entered} onDone={() => setEntering(null)} />
        </Card>
      )}
      <Card title={t('request.answers')} flush>
        <div className={classes.filters}>
          <FilterBar
            count={count === undefined ? undefined : t('request.listed', { units: format.number(count) })}
            onClear={clear}
            filtersSet={set}
            search={
              <SearchBox
                label={t('report.search')}
                placeholder={t('report.searchPlaceholder')}
                value={filters.q}
                onChange={(q) => onChange({ q })}
              />
            }
          >
            <FilterSelect
              label={t('request.column.answered')}
              anything={t('request.anyAnswer')}
              value={filters.answered}
              options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`request.has.${value}`) }))}
              onChange={(answered) => onChange({ answered })}
            />
          </FilterBar>
        </div>
        <QueryView
          query={query}
          skeleton={<RowsSkeleton />}
          isEmpty={({ items }) => items.length === 0}
          empty={<EmptyPanel title={t('request.noRows.title')} text={t('request.noRows.text')} />}
        >
          {({ items }) => (
            <DataTable
              caption={t('request.answers')}
              columns={columns}
              rows={items.map((each): Row => ({ ...each, id: each.unit.id }))}
            />
          )}
        </QueryView>
        <ShowMore of={query} foot />
      </Card>
    </>
  )
}

function useColumns(request: DataRequestDetail, onEnter: (unit: string) => void): Column<Row>[] {
  const { t } = useTranslation()
  const language = useLanguage()
  return useMemo(
    () => [
      {
        id: 'unit',
        header: t('report.column.unit'),
        meta: { place: 'title', width: '32%' },
        cell: ({ row: { original } }) => (
          <div className={classes.title}>
            <span>{original.unit.name}</span>
            {original.under && <span className={classes.soft}>{original.under.name}</span>}
          </div>
        ),
      },
      {
        id: 'values',
        header: t('request.column.values'),
        cell: ({ row: { original } }) =>
          original.values && (
            <dl className={classes.values}>
              {request.columns
                .filter(({ key }) => original.values?.[key] != null)
                .map((column) => (
                  <Said
                    key={column.key}
                    label={column.label}
                    value={saidValue(original.values?.[column.key] ?? null, column, language, [
                      t('request.yes'),
                      t('request.no'),
                    ])}
                  />
                ))}
            </dl>
          ),
      },
      {
        id: 'state',
        header: t('request.column.answeredAt'),
        meta: { place: 'state', width: '210px' },
        cell: ({ row: { original } }) => (
          <State answer={original} open={request.status === 'open'} onEnter={() => onEnter(original.unit.id)} />
        ),
      },
    ],
    [t, language, request.columns, request.status, onEnter],
  )
}

function Said({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  )
}

function State({ answer, open, onEnter }: { answer: DataAnswer; open: boolean; onEnter: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { answered_at: at, answered_by: by, on_behalf: behalf, chased_at: chased } = answer
  return (
    <div className={classes.title}>
      {at ? <span>{format.dateTime(at)}</span> : <Mark tone="calm" icon={<IconCircleDashed />}>{t('request.has.no')}</Mark>}
      {at && <span className={classes.soft}>{behalf ? t('request.onBehalf', { by }) : by}</span>}
      {!at && chased && <span className={classes.soft}>{t('request.chasedAt', { at: format.dateTime(chased) })}</span>}
      {open && answer.may_answer && (
        <div>
          <Button variant="subtle" size="compact-sm" onClick={onEnter}>
            {t('request.enter')}
          </Button>
        </div>
      )}
    </div>
  )
}
