import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

import { Notice } from '@/components/Notice'
import { useCountdown } from '@/hooks/useCountdown'
import { ApiError, ConnectionError } from '@/lib/problem'

import classes from './SignInPage.module.css'

const KNOWN = ['invalid_grant', 'totp_required', 'totp_invalid', 'account_idle', 'account_closed'] as const
/** No failures: the password was right, and something more is asked for. */
const ASKED = ['totp_required', 'account_idle'] as const

/** What went wrong with the attempt made at that instant. */
export function SignInProblem({ error, at }: { error: Error; at: number }) {
  const { t } = useTranslation()
  const wait = error instanceof ApiError ? error.retryAfterSeconds : null
  const left = useCountdown(wait, at)
  const asked = ASKED.find((code) => error instanceof ApiError && code === error.code)
  if (asked) return <Notice tone="info">{t(`signIn.problem.${asked}`)}</Notice>
  return (
    <p role="alert" className={classes.problem}>
      <IconAlertTriangle size={20} aria-hidden="true" />
      <span>{left > 0 ? t('signIn.problem.throttled', { wait: waitText(left) }) : t(problemKey(error))}</span>
    </p>
  )
}

function waitText(seconds: number): string {
  const rest = String(seconds % 60).padStart(2, '0')
  return `${Math.floor(seconds / 60)}:${rest}`
}

function problemKey(error: Error) {
  if (error instanceof ConnectionError) return 'signIn.problem.connection'
  if (!(error instanceof ApiError)) return 'signIn.problem.other'
  if (error.status === 429) return 'signIn.problem.tryAgain'
  const known = KNOWN.find((code) => code === error.code)
  return known ? (`signIn.problem.${known}` as const) : 'signIn.problem.other'
}
