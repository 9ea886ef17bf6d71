import { Button, PasswordInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import type { components } from '@/api/schema'
import { Notice, ProblemNotice } from '@/components/Notice'
import { RowsSkeleton } from '@/components/Skeletons'
import { useFormat } from '@/hooks/useFormat'

import { linkHolderQuery, useAcceptInvitation } from './api'
import { SessionFrame } from './SessionFrame'
import classes from './SignInPage.module.css'

type Holder = components['schemas']['LinkHolder']

/** Where a one-time link leads: the secret behind the # lets its holder set a password, once. */
export function InvitationPage() {
  const { t } = useTranslation()
  const [token] = useState(() => globalThis.location.hash.slice(1))
  const { data: holder, error } = useQuery(linkHolderQuery(token))
  const title = holder?.purpose === 'reset' ? t('invitation.resetTitle') : t('invitation.title')
  return (
    <SessionFrame title={title}>
      {token === '' && <Notice tone="problem">{t('invitation.noSecret')}</Notice>}
      {token !== '' && !holder && !error && <RowsSkeleton rows={3} />}
      <ProblemNotice error={error} />
      {holder && <Welcome token={token} holder={holder} />}
    </SessionFrame>
  )
}

function Welcome({ token, holder }: { token: string; holder: Holder }) {
  const { t } = useTranslation()
  const format = useFormat()
  const accept = useAcceptInvitation(token)
  if (accept.isSuccess) {
    return (
      <div className={classes.form}>
        <Notice tone="good">{t('invitation.done', { username: holder.username })}</Notice>
        <Link to="/sign-in">{t('invitation.toSignIn')}</Link>
      </div>
    )
  }
  return (
    <>
      <dl className={classes.holder}>
        <dt>{t('invitation.for')}</dt>
        <dd>{holder.name}</dd>
        <dt>{t('invitation.unit')}</dt>
        <dd>{holder.unit_name}</dd>
        <dt>{t('invitation.username')}</dt>
        <dd>{holder.username}</dd>
      </dl>
      <PasswordForm
        username={holder.username}
        onSubmit={accept.mutate}
        isPending={accept.isPending}
        error={accept.error}
      />
      <p className={classes.help}>{t('invitation.until', { at: format.dateTime(holder.expires_at) })}</p>
    </>
  )
}

interface PasswordFormProps {
  username: string
  onSubmit: (password: string) => void
  isPending: boolean
  error: Error | null
}

function PasswordForm({ username, onSubmit, isPending, error }: PasswordFormProps) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [mismatch, setMismatch] = useState(false)

  function submit(event: SubmitEvent) {
    event.preventDefault()
    setMismatch(password !== again)
    if (password === again) onSubmit(password)
  }
  const both = {
    size: 'md',
    autoComplete: 'new-password',
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': t('action.showPassword') },
  } as const
  return (
    <form className={classes.form} onSubmit={submit}>
      <ProblemNotice error={error} />
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordInput
        {...both}
        label={t('invitation.password')}
        description={t('invitation.rule')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        {...both}
        label={t('invitation.again')}
        error={mismatch && t('invitation.mismatch')}
        value={again}
        onChange={(event) => setAgain(event.currentTarget.value)}
      />
      <Button type="submit" size="md" fullWidth loading={isPending}>
        {t('invitation.submit')}
      </Button>
    </form>
  )
}
