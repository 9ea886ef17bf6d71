import { Button, PasswordInput, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { useSession } from '@/hooks/useSession'
import { passkeysWork } from '@/lib/passkeys'
import { ApiError } from '@/lib/problem'

import { OtherWays } from './OtherWays'
import { SessionFrame } from './SessionFrame'
import classes from './SignInPage.module.css'
import { SignInProblem } from './SignInProblem'
import { useSignIn } from './useSignIn'

interface SignInPageProps {
  /** The page of ours to go on to. */
  from?: string | undefined
}

export function SignInPage({ from }: SignInPageProps) {
  const { t } = useTranslation()
  return (
    <SessionFrame title={t('signIn.title')}>
      <Farewell />
      <SignInForm />
      <OtherWays next={from} />
      <p className={classes.help}>
        <Link to="/forgot-password">{t('signIn.forgot')}</Link> {t('signIn.help')}
      </p>
    </SessionFrame>
  )
}

/** Why the reader is back here. */
function Farewell() {
  const { t } = useTranslation()
  const { reason } = useSession()
  if (reason !== 'expired') return null
  return <p className={classes.notice}>{t('signIn.expired')}</p>
}

function SignInForm() {
  const { t } = useTranslation()
  const { mutate, isPending, error, submittedAt } = useSignIn()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [totp, setTotp] = useState('')
  const asksTotp = useAsked(error, TOTP)
  const asksAgain = useAsked(error, IDLE)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const more = { ...(asksTotp ? { totp: totp.trim() } : {}), ...(asksAgain ? { reactivate: true } : {}) }
    mutate({ username: username.trim(), password, ...more })
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      {error && <SignInProblem key={submittedAt} error={error} at={submittedAt} />}
      <TextInput
        size="md"
        label={t('signIn.username')}
        name="username"
        autoComplete={passkeysWork() ? 'username webauthn' : 'username'}
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        value={username}
        onChange={(event) => setUsername(event.currentTarget.value)}
      />
      <PasswordInput
        size="md"
        label={t('signIn.password')}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
      />
      {asksTotp && <SecondFactorField value={totp} onChange={setTotp} />}
      <Button type="submit" size="md" fullWidth loading={isPending}>
        {t(asksAgain ? 'signIn.reactivate' : 'signIn.submit')}
      </Button>
    </form>
  )
}

/** What is asked for next is where one types next. */
const focus = (field: HTMLInputElement | null) => field?.focus()

/** The code of the authenticator app or, where that is not at hand, one of those put away. */
function SecondFactorField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation()
  const [recovers, setRecovers] = useState(false)
  return (
    <div>
      <TextInput
        ref={focus}
        size="md"
        label={recovers ? t('signIn.recoveryCode') : t('signIn.totp')}
        description={recovers ? t('signIn.recoveryCodeHint') : t('signIn.totpHint')}
        name="totp"
        inputMode={recovers ? 'text' : 'numeric'}
        autoComplete={recovers ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={recovers ? 16 : 7}
        required
        withAsterisk={false}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          setRecovers(!recovers)
          onChange('')
        }}
      >
        {recovers ? t('signIn.useApp') : t('signIn.useRecoveryCode')}
      </Button>
    </div>
  )
}

const TOTP = ['totp_required', 'totp_invalid']
const IDLE = ['account_idle']

/** Whether the server has asked for more, by one of these codes; it stays asked until the page is left. */
function useAsked(error: Error | null, codes: readonly string[]): boolean {
  const [asked, setAsked] = useState(false)
  const asks = error instanceof ApiError && codes.includes(error.code)
  if (asks && !asked) setAsked(true)
  return asked || asks
}
