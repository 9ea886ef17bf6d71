import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Regime } from '@/api/models'
import { Card } from '@/components/Card'
import { DayInput } from '@/components/DayInput'
import { ProblemNotice } from '@/components/Notice'
import { useMay } from '@/hooks/useMay'

import { AdHocForm } from './AdHocForm'
import { regimesQuery, useOpenRound } from './api'
import { OutlineForm } from './OutlineForm'
import classes from './Reports.module.css'

interface RegimeListProps {
  /** A round was opened by hand. */
  onOpened: (round: string) => void
}

/** What the reader's department has reported, by plan or by hand: rounds are opened and outlines set here. */
export function RegimeList({ onOpened }: RegimeListProps) {
  const { t } = useTranslation()
  const may = useMay('reporting:write')
  const [asking, setAsking] = useState(false)
  const { data } = useQuery({ ...regimesQuery(), enabled: may })
  const own = data?.items.filter(({ may: acts }) => acts.includes('change'))
  if (!may) return null
  function done(round?: string) {
    setAsking(false)
    if (round !== undefined) onOpened(round)
  }
  return (
    <Card
      title={t('report.regimes')}
      aside={
        !asking && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden="true" />}
            onClick={() => setAsking(true)}
          >
            {t('report.adHoc.begin')}
          </Button>
        )
      }
    >
      <div className={classes.stack}>
        {asking && <AdHocForm onDone={done} />}
        {own !== undefined && own.length > 0 && (
          <details>
            <summary>{t('report.regimesOf', { count: own.length })}</summary>
            <ul className={classes.lines}>
              {own.map((regime) => (
                <li key={regime.id}>
                  <Line regime={regime} onOpened={onOpened} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Card>
  )
}

function Line({ regime, onOpened }: RegimeListProps & { regime: Regime }) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<'open' | 'outline' | null>(null)
  const [first] = regime.steps
  const who = first?.who.map(({ printed_name: name }) => name).join('; ')
  const done = () => setDoing(null)
  return (
    <>
      <p className={classes.name}>
        <Link to="/reporting-regimes/$regimeId" params={{ regimeId: regime.id }}>
          {regime.title}
        </Link>
      </p>
      <p className={classes.soft}>
        {[regime.cadence && t(`report.every.${regime.cadence}`), who, first?.due_text].filter(Boolean).join(' · ')}
      </p>
      {doing === 'open' && <OpenForm regime={regime} onDone={done} onOpened={onOpened} />}
      {doing === 'outline' && <OutlineForm regime={regime} onDone={done} />}
      {doing === null && (
        <div className={classes.acts}>
          {regime.may.includes('open') && (
            <Button variant="default" size="compact-md" onClick={() => setDoing('open')}>
              {t('report.openRound')}
            </Button>
          )}
          <Button variant="default" size="compact-md" onClick={() => setDoing('outline')}>
            {t('report.outline.edit')}
          </Button>
        </div>
      )}
    </>
  )
}

interface OpenFormProps extends RegimeListProps {
  regime: Regime
  onDone: () => void
}

/** Opens the round of a period now. */
function OpenForm({ regime, onDone, onOpened }: OpenFormProps) {
  const { t } = useTranslation()
  const [period, setPeriod] = useState('')
  const [due, setDue] = useState<string | null>(null)
  const open = useOpenRound()
  function submit(event: SubmitEvent) {
    event.preventDefault()
    open.mutate({ regime: regime.id, period: period.trim(), due_on: due }, { onSuccess: ({ id }) => onOpened(id) })
  }
  return (
    <form className={classes.figure} aria-label={t('report.openRound')} onSubmit={submit}>
      <TextInput
        label={t('report.period')}
        placeholder={t('report.periodExample')}
        required
        value={period}
        onChange={(event) => setPeriod(event.currentTarget.value)}
      />
      <DayInput label={t('report.column.due')} value={due} onChange={setDue} />
      <Button type="submit" loading={open.isPending} disabled={period.trim() === ''}>
        {t('report.openRound')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {t('action.cancel')}
      </Button>
      <ProblemNotice error={open.error} />
    </form>
  )
}
