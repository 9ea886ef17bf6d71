import { Button, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'

import { Notice, ProblemNotice } from '@/components/Notice'

import { useAskForReset } from './api'
import { SessionFrame } from './SessionFrame'
import classes from './SignInPage.module.css'

export function ForgotPasswordPage() {
  const { t } = useTranslation()
  const { mutate, isPending, isSuccess, error } = useAskForReset()
  const [email, setEmail] = useState('')

  function submit(event: SubmitEvent) {
    event.preventDefault()
    mutate(email.trim())
  }
  return (
    <SessionFrame title={t('forgot.title')}>
      {isSuccess ? (
        <Notice tone="good">{t('forgot.done')}</Notice>
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <p>{t('forgot.text')}</p>
          <ProblemNotice error={error} />
          <TextInput
            size="md"
            type="email"
            label={t('forgot.email')}
            name="email"
            autoComplete="email"
            required
            withAsterisk={false}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Button type="submit" size="md" fullWidth loading={isPending}>
            {t('forgot.submit')}
          </Button>
        </form>
      )}
      <p className={classes.help}>
        {t('forgot.noMail')} <Link to="/sign-in">{t('forgot.back')}</Link>
      </p>
    </SessionFrame>
  )
}
