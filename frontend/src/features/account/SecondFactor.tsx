import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { components } from '@/api/schema'
import { Notice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { QueryView } from '@/components/ViewState'
import { useFormat } from '@/hooks/useFormat'

import { accountKeys, secondFactorQuery, useRemoveSecondFactor, useRenewRecoveryCodes } from './api'
import { PasswordAsked, useProof } from './proof'
import { RecoveryCodes } from './RecoveryCodes'
import classes from './SecondFactor.module.css'
import { SetUpApp } from './SetUpApp'

type State = components['schemas']['SecondFactorOut']

const FEW = 3

/** The second factor of one’s own account: set up, changed, turned off. */
export function SecondFactor() {
  const query = useQuery(secondFactorQuery())
  return (
    <QueryView query={query} skeleton={<RowsSkeleton rows={2} />}>
      {(state) => (state.confirmed_at ? <Kept state={state} since={state.confirmed_at} /> : <None />)}
    </QueryView>
  )
}

/** Reads anew what was changed, once the reader has seen what came of it. */
function useReread() {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: accountKeys.secondFactor })
}

function None() {
  const { t } = useTranslation()
  const reread = useReread()
  return (
    <div className={classes.form}>
      <p>{t('factor.text')}</p>
      <SetUpApp begin={t('factor.begin')} onDone={reread} />
    </div>
  )
}

const ACTS = { change: Change, renew: Renew, remove: Remove }

type Act = keyof typeof ACTS

function Kept({ state, since }: { state: State; since: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [act, setAct] = useState<Act | null>(null)
  const reread = useReread()
  const Chosen = act && ACTS[act]
  const offered: Act[] = state.required ? ['change', 'renew'] : ['change', 'renew', 'remove']

  function done() {
    setAct(null)
    reread()
  }
  return (
    <div className={classes.form}>
      <p>
        {t('factor.since', { at: format.dateTime(since) })} {t('factor.codesLeft', { count: state.recovery_codes })}
      </p>
      {state.recovery_codes <= FEW && <Notice tone="warn">{t('factor.fewCodes')}</Notice>}
      {Chosen ? (
        <Chosen onDone={done} />
      ) : (
        <div className={classes.row}>
          {offered.map((name) => (
            <Button key={name} variant="default" onClick={() => setAct(name)}>
              {t(`factor.${name}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

function Change({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  return <SetUpApp begin={t('factor.change')} onDone={onDone} />
}

function Renew({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const { mutate, data, isPending, error } = useRenewRecoveryCodes()
  const proof = useProof(error)
  if (data?.recovery_codes) return <RecoveryCodes codes={data.recovery_codes} onKept={onDone} />
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        mutate(proof.given)
      }}
    >
      <PasswordAsked proof={proof} />
      <div className={classes.row}>
        <Button type="submit" loading={isPending}>
          {t('factor.renew')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}

function Remove({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const { mutate, isPending, error } = useRemoveSecondFactor()
  const proof = useProof(error)
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        mutate(proof.given)
      }}
    >
      <PasswordAsked proof={proof} />
      <div className={classes.row}>
        <Button type="submit" color="red" loading={isPending}>
          {t('factor.removeSure')}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t('action.cancel')}
        </Button>
      </div>
    </form>
  )
}
