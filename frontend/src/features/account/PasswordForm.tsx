import { Button, PasswordInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import classes from './AccountPage.module.css'
import { useChangePassword } from './api'

const EMPTY = { current: '', next: '', again: '' }

export function PasswordForm({ username }: { username: string }) {
  const { t } = useTranslation()
  const [values, setValues] = useState(EMPTY)
  const [mismatch, setMismatch] = useState(false)
  const { mutate, isPending, isSuccess, error } = useChangePassword()

  function submit(event: SubmitEvent) {
    event.preventDefault()
    const differs = values.next !== values.again
    setMismatch(differs)
    if (differs) return
    mutate(
      { current_password: values.current, new_password: values.next },
      { onSuccess: () => setValues(EMPTY) },
    )
  }
  const field = (name: keyof typeof EMPTY) => ({
    value: values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget
      setValues((before) => ({ ...before, [name]: value }))
    },
    required: true,
    withAsterisk: false,
    visibilityToggleButtonProps: { 'aria-label': t('action.showPassword') },
  })
  return (
    <form className={classes.form} onSubmit={submit}>
      {isSuccess && <Notice tone="good">{t('account.passwordChanged')}</Notice>}
      <ProblemNotice error={error} />
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <PasswordInput label={t('account.currentPassword')} autoComplete="current-password" {...field('current')} />
      <PasswordInput label={t('account.newPassword')} autoComplete="new-password" {...field('next')} />
      <PasswordInput
        label={t('account.newPasswordAgain')}
        autoComplete="new-password"
        error={mismatch && t('account.mismatch')}
        {...field('again')}
      />
      <Button type="submit" loading={isPending}>
        {t('account.changePassword')}
      </Button>
    </form>
  )
}
