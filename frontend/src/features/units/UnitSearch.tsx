import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'

import { SampleSign } from '@/components/SampleMark'
import { RowsSkeleton } from '@/components/Skeletons'
import { EmptyPanel, QueryView } from '@/components/ViewState'

import { type TreeView, unitSearchQuery } from './api'
import { UnitKindIcon } from './UnitKindIcon'
import classes from './UnitSearch.module.css'

interface UnitSearchProps {
  q: string
  view: TreeView
  selected: string | undefined
  onSelect: (unitId: string) => void
}

/** Units found by name, each with what it stands under. */
export function UnitSearch({ q, view, selected, onSelect }: UnitSearchProps) {
  const { t } = useTranslation()
  const query = useQuery(unitSearchQuery(q, view))
  return (
    <QueryView
      query={query}
      skeleton={<RowsSkeleton rows={5} />}
      isEmpty={({ items }) => items.length === 0}
      empty={<EmptyPanel title={t('unit.notFound.title')} text={t('unit.notFound.text')} />}
    >
      {({ items, total }) => (
        <>
          <ul className={classes.list}>
            {items.map((unit) => (
              <li key={unit.id}>
                <button
                  type="button"
                  className={classes.item}
                  aria-current={unit.id === selected || undefined}
                  onClick={() => onSelect(unit.id)}
                >
                  <UnitKindIcon kind={unit.kind} />
                  <span>
                    {unit.name} {unit.sample && <SampleSign />}
                    {unit.parent && <span className={classes.parent}>{unit.parent.name}</span>}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {total != null && total > items.length && (
            <p className={classes.more}>{t('unit.moreFound', { count: total - items.length })}</p>
          )}
        </>
      )}
    </QueryView>
  )
}
