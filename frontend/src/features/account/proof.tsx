import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { ProblemNotice } from '@/components/Notice'
import { ApiError } from '@/lib/problem'

const POINTER = '/current_password'

export interface Proof {
  /** Whether the server has asked for the password. */
  asked: boolean
  password: string
  setPassword: (password: string) => void
  /** What to send along. */
  given: { current_password?: string }
  error: Error | null
}

/**
 * The password, once the server has asked for it: it does so when one signed in a while ago.
 * `error` is the last attempt's; that the password is missing is no failure worth telling.
 */
export function useProof(error: Error | null): Proof {
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const codes = error instanceof ApiError ? error.fields.filter(({ pointer }) => pointer === POINTER) : []
  if (codes.length > 0 && !asked) setAsked(true)
  const isFirst = codes.some(({ code }) => code === 'password_required')
  return {
    asked,
    password,
    setPassword,
    given: password === '' ? {} : { current_password: password },
    error: isFirst ? null : error,
  }
}

export function PasswordAsked({ proof }: { proof: Proof }) {
  const { t } = useTranslation()
  return (
    <>
      <ProblemNotice error={proof.error} />
      {proof.asked && (
        <PasswordInput
          label={t('account.currentPassword')}
          description={t('account.askedAgain')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={proof.password}
          onChange={(event) => proof.setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('action.showPassword') }}
        />
      )}
    </>
  )
}
