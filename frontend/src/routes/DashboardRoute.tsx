import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Acts } from '@/features/dashboard/acts'
import { DashboardPage } from '@/features/dashboard/DashboardPage'
import { Asking } from '@/features/followup/Asking'
import { ChaseMany } from '@/features/followup/ChaseMany'
import { Closing } from '@/features/followup/Closing'
import { Extending } from '@/features/reports/Extending'
import { Receiving } from '@/features/reports/Receiving'
import type { Change } from '@/features/work/api'
import { Assigning } from '@/features/work/Assigning'
import { Confirming } from '@/features/work/Confirming'
import { ConfirmingMany } from '@/features/work/ConfirmingMany'
import { TakeBack, TakeBackMany } from '@/features/work/TakeBack'
import { useHelps } from '@/features/work/useHelps'
import { useMay } from '@/hooks/useMay'

const route = getRouteApi('/frame/dashboard')

/** What was just done on the page, and how it is taken back. */
type Done = { words: string } & ({ back: Change } | { batch: string | null })

export function DashboardRoute() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const [done, setDone] = useState<Done | null>(null)
  return (
    <DashboardPage
      search={search}
      acts={useActs(setDone)}
      done={done && <WayBack done={done} onDone={() => setDone(null)} />}
      onChange={(change) =>
        void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false })
      }
    />
  )
}

function WayBack({ done, onDone }: { done: Done; onDone: () => void }) {
  return 'back' in done ? (
    <TakeBack key={done.back.id} {...done} onDone={onDone} />
  ) : (
    <TakeBackMany key={done.batch} {...done} onDone={onDone} />
  )
}

/** What the reader may do on the spot; the server has the last word on each. */
function useActs(tell: (done: Done) => void): Acts {
  const { t } = useTranslation()
  const mayChase = useMay('chase:write')
  const mayAsk = useMay('clarification:ask')
  const mayExtend = useMay('report:extend')
  const mayWork = useMay('assignment:write')
  const mayReceive = useMay('report:receive')
  const helps = useHelps()
  return {
    late:
      mayChase || mayAsk
        ? ({ unit, kind }) => (
            <>
              {mayAsk && <Asking unit={{ name: unit.name, kind }} of={{ unit: unit.id, assignment: undefined }} />}
              {mayChase && <ChaseMany over={{ filter: { under: unit.code ?? unit.id, overdue: true } }} />}
            </>
          )
        : undefined,
    owed: mayWork
      ? (work) => (
          <Assigning
            work={work}
            onDone={(person, back) => tell({ words: t('work.assign.done', { person, task: work.task.name }), back })}
          />
        )
      : undefined,
    handedIn: helps
      ? (work) => (
          <Confirming
            work={{ id: work.id, version: work.version }}
            onDone={(back) => tell({ words: t('work.confirm.done', { unit: work.unit.name, task: work.task.name }), back })}
          />
        )
      : undefined,
    allHandedIn: helps
      ? (under, count) => (
          <ConfirmingMany
            under={under}
            count={count}
            onDone={(signed, batch) => tell({ words: t('work.confirm.doneMany', { count: signed }), batch })}
          />
        )
      : undefined,
    waiting: mayReceive
      ? (round, waiting, to, group) => (
          <Receiving which={{ round: round.id, to, group: group?.code }} waiting={waiting} beside={group?.name} />
        )
      : undefined,
    answered: mayAsk ? ({ id }) => <Closing id={id} /> : undefined,
    lagging: mayExtend
      ? (round, unit, today) => (
          <Extending round={round.id} of={{ under: unit.code }} name={unit.name} today={today} />
        )
      : undefined,
  }
}
