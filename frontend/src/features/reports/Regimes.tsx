import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { Regime } from '@/api/models'
import { Card } from '@/components/Card'
import { SelectInput } from '@/components/forms/SelectInput'
import { ProblemNotice } from '@/components/Notice'
import { useMay } from '@/hooks/useMay'

import { regimesQuery, useChangeRegime } from './api'
import { begin, CADENCES, toRule, withDue } from './regime'
import classes from './Reports.module.css'

/** Regimes of the plans that print no day: nothing opens until their coordinator sets one. */
export function Regimes() {
  const { t } = useTranslation()
  const may = useMay('reporting:write')
  const { data } = useQuery({ ...regimesQuery(), enabled: may })
  const waiting = data?.items.filter(({ waits_for: missing, may: acts }) => missing !== null && acts.includes('change'))
  if (!may || !waiting?.length) return null
  return (
    <Card title={t('report.waiting')}>
      <ul className={classes.lines}>
        {waiting.map((regime) => (
          <li key={regime.id}>
            <Waiting regime={regime} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Waiting({ regime }: { regime: Regime }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const first = regime.steps[0]
  const who = first?.who.map(({ printed_name: name }) => name).join('; ')
  return (
    <>
      <p className={classes.name}>
        <Link to="/reporting-regimes/$regimeId" params={{ regimeId: regime.id }}>
          {regime.title}
        </Link>
      </p>
      <p className={classes.soft}>
        {who}
        {first?.due_text && ` · ${t('report.printed', { text: first.due_text })}`}
      </p>
      {open ? (
        <DaysForm regime={regime} onDone={() => setOpen(false)} />
      ) : (
        <Button variant="default" size="compact-sm" onClick={() => setOpen(true)}>
          {t('report.setDays')}
        </Button>
      )}
    </>
  )
}

function DaysForm({ regime, onDone }: { regime: Regime; onDone: () => void }) {
  const { t } = useTranslation()
  const [days, setDays] = useState(() => begin(regime))
  const act = useChangeRegime(regime)
  const rule = toRule(days)
  const set = (part: Partial<typeof days>) => setDays({ ...days, ...part })
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (rule) act.mutate({ cadence: days.cadence, steps: withDue(regime, rule) }, { onSuccess: onDone })
  }
  return (
    <form className={classes.figure} aria-label={t('report.setDays')} onSubmit={submit}>
      <SelectInput
        label={t('report.cadence')}
        value={days.cadence}
        options={CADENCES.map((value) => ({ value, label: t(`report.every.${value}`) }))}
        onChange={(cadence) => setDays(begin({ cadence }))}
      />
      <SelectInput
        label={t('report.column.due')}
        value={days.way}
        options={[
          { value: 'before', label: t('report.way.before') },
          { value: 'after', label: t('report.way.after') },
        ]}
        onChange={(way) => set({ way })}
      />
      {days.way === 'before' ? (
        <>
          <Whole label={t('report.day')} value={days.day} onChange={(day) => set({ day })} />
          {days.cadence !== 'month' && (
            <Whole label={t('report.monthOf')} value={days.month} onChange={(month) => set({ month })} />
          )}
        </>
      ) : (
        <Whole label={t('report.daysAfter')} value={days.after} onChange={(after) => set({ after })} />
      )}
      <Button type="submit" loading={act.isPending} disabled={!rule}>
        {t('action.save')}
      </Button>
      <Button variant="default" onClick={onDone}>
        {t('action.cancel')}
      </Button>
      <ProblemNotice error={act.error} />
    </form>
  )
}

interface WholeProps {
  label: string
  value: string
  onChange: (value: string) => void
}

function Whole({ label, value, onChange }: WholeProps) {
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
